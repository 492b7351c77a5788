/**
 * The write side of Slipway: scaffolder actions that provision with Terraform.
 *
 * @packageDocumentation
 */
export { scaffolderModuleSlipway as default } from './module';
