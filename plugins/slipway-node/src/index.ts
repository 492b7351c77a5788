/**
 * Environments and credentials, state layout and Terraform runner: what the read side and the write side of Slipway share.
 *
 * @packageDocumentation
 */
export * from './bundle';
export * from './credentials';
export * from './environments';
export * from './state';
export * from './terraform';
export * from './folders';
