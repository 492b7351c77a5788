import { type TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of the action; its tests run them. */
export const examples: TemplateExample[] = [
  {
    description: 'Put an earlier version of the state of a service back',
    example: `steps:
  - id: restore
    name: Restore the state
    action: slipway:state:restore
    input:
      environment: dev
      kind: service
      stack: orders
      version: 3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY
`,
  },
  {
    description: 'Only say what a version of the state would bring back',
    example: `steps:
  - id: restore
    name: Look at the version
    action: slipway:state:restore
    input:
      environment: dev
      kind: platform
      version: 3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY
      preview: true
`,
  },
];
