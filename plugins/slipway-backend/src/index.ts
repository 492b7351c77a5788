/**
 * The read side of Slipway.
 *
 * @packageDocumentation
 */
export { slipwayPlugin as default } from './plugin';
