import { type TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of the action; its tests run them. */
export const examples: TemplateExample[] = [
  {
    description: 'Continue a rollout that waits at a hook',
    example: `steps:
  - id: continue
    name: Continue
    action: slipway:deployment:continue
    input:
      environment: dev
      stack: orders
      decision: continue
`,
  },
  {
    description: 'Roll it back',
    example: `steps:
  - id: rollback
    name: Roll back
    action: slipway:deployment:continue
    input:
      environment: dev
      stack: orders
      decision: rollback
`,
  },
  {
    description: 'Continue although the policy blocks an image of it',
    example: `steps:
  - id: continue
    name: Continue
    action: slipway:deployment:continue
    input:
      environment: dev
      stack: orders
      decision: continue
      overrideReason: The finding is in a tool that is not started, and the release mends an outage
`,
  },
];
