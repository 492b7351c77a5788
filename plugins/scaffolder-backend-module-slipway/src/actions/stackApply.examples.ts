import { type TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of the action; its tests run them. */
export const examples: TemplateExample[] = [
  {
    description: 'Create the platform of an environment',
    example: `steps:
  - id: platform
    name: Create the platform
    action: slipway:stack:apply
    input:
      environment: dev
      kind: platform
      source: shipped
      variables:
        alb_internal: true
`,
  },
  {
    description: 'Apply the Terraform root of a rendered repository',
    example: `steps:
  - id: apply
    name: Create the infrastructure
    action: slipway:stack:apply
    input:
      environment: dev
      kind: service
      stack: orders
      source: workspace
      sourcePath: ./terraform
      variables:
        entity_ref: component:default/orders
        owner: group:default/orders-team
        size: small
`,
  },
  {
    description:
      'Reconcile: apply what was declared last once more, to the state that was looked at',
    example: `steps:
  - id: reconcile
    name: Reconcile
    action: slipway:stack:apply
    input:
      environment: dev
      kind: service
      stack: orders
      source: bundle
      expectedSerial: 7
      expectedLineage: 3f1c0c9e-5b7b-4f7e-8a55-0d6c1b0a9b11
`,
  },
];
