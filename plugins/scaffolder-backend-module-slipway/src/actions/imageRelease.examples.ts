import { type TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of the action; its tests run them. */
export const examples: TemplateExample[] = [
  {
    description: 'Release an image by its digest',
    example: `steps:
  - id: release
    name: Release
    action: slipway:image:release
    input:
      environment: dev
      stack: orders
      image: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
`,
  },
  {
    description: 'Release an image although the policy blocks it',
    example: `steps:
  - id: release
    name: Release
    action: slipway:image:release
    input:
      environment: dev
      stack: orders
      image: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      overrideReason: The finding is in a tool that is not started, and the release mends an outage
`,
  },
];
