/**
 * The Slipway card, tab, fleet page and environment picker.
 *
 * @packageDocumentation
 */
export * from './plugin';
export { isSlipwayAvailable } from './isSlipwayAvailable';
export {
  slipwayApiRef,
  SlipwayClient,
  type RequestOptions,
  type ServiceLocation,
  type SlipwayApi,
  type SlipwayClientOptions,
} from './api';
