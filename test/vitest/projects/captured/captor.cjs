const { setTimeout } = require('node:timers');

exports.later = (run) => setTimeout(run, 100);
