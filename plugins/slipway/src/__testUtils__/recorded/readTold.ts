import {
  deploymentsDetailsSchema,
  deploymentsResultSchema,
} from '@slipway/plugin-slipway-common';
import blueGreenPaused from './blue-green-paused.json';
import codeDeploy from './code-deploy.json';
import external from './external.json';
import failed from './failed.json';
import rolledBack from './rolled-back.json';
import rolling from './rolling.json';
import severalServices from './several-services.json';
import zeroTasks from './zero-tasks.json';

const SHAPES = {
  'blue-green-paused': blueGreenPaused,
  'code-deploy': codeDeploy,
  external,
  failed,
  'rolled-back': rolledBack,
  rolling,
  'several-services': severalServices,
  'zero-tasks': zeroTasks,
};

/** Names what was recorded of ECS. */
export type Shape = keyof typeof SHAPES;

/** What the backend makes of recorded answers of ECS; its own tests keep the files equal to what it answers. */
export function readTold(shape: Shape) {
  const { now, deployments, details } = SHAPES[shape];
  return {
    now,
    deployments: deploymentsResultSchema.parse(deployments),
    details: deploymentsDetailsSchema.parse(details),
  };
}
