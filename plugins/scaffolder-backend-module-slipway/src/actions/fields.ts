import { type z } from 'zod/v3';

// Fields that several actions share. The scaffolder hands over its own zod.
type Zod = typeof z;

export const environmentField = (zod: Zod) =>
  zod
    .string()
    .describe('Name of the environment, as under slipway.environments');

export const kindField = (zod: Zod) =>
  zod.enum(['platform', 'service']).describe('Kind of the stack');

export const stackField = (zod: Zod) =>
  zod
    .string()
    .optional()
    .describe('Name of the stack; for kind service only, and needed there');

export const sourceField = (zod: Zod) =>
  zod
    .enum(['shipped', 'workspace', 'bundle'])
    .describe(
      'Where the root module comes from: shipped with Slipway, a folder of the workspace, or what was applied last',
    );

export const sourcePathField = (zod: Zod) =>
  zod
    .string()
    .optional()
    .describe(
      'Folder in the workspace, for source workspace; ./terraform without it',
    );

export const variablesField = (zod: Zod) =>
  zod
    .record(zod.unknown())
    .optional()
    .describe('Variables of the root module, on top of those beside it');

export const summaryField = (zod: Zod) =>
  zod.string().describe('What changed, in a sentence');

export const changedField = (zod: Zod) =>
  zod.boolean().describe('Whether anything changed');

export const countFields = {
  changed: changedField,
  added: (zod: Zod) => zod.number().describe('Resources added'),
  updated: (zod: Zod) => zod.number().describe('Resources changed'),
  destroyed: (zod: Zod) => zod.number().describe('Resources destroyed'),
};

export const serialField = (zod: Zod) =>
  zod.number().optional().describe('Serial of the state afterwards');
