// Worker threads: a search in shards, one a thread.
export { type Job, type JobResult, tell } from './job.ts';
export { importScenario, isScenarioModule, type Scenario, type ScenarioModule } from './module.ts';
export { runJobs } from './pool.ts';
