// RESP, the protocol: commands in, replies out.
export { encode, type Protocol } from './encode.ts';
export * from './errors.ts';
export { CommandParser } from './parser.ts';
export * from './reply.ts';
