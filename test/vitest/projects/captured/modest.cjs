const timers = require('node:timers');

exports.later = (run) => timers.setTimeout(run, 100);
exports.soon = (run) => require('node:timers').setImmediate(run);
