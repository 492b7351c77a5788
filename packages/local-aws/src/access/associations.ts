import { z } from 'zod';
import type { InternalClient } from '../client/InternalClient';

const ASSOCIATION = /^(arn:aws:ec2:([^:]+):\d+:)association\/(\w+-\w+)$/;

const routeTablesSchema = z.object({
  DescribeRouteTablesResponse: z.object({
    routeTableSet: z.object({ item: z.object({ routeTableId: z.string() }) }),
  }),
});
const addressesSchema = z.object({
  DescribeAddressesResponse: z.object({
    addressesSet: z.object({ item: z.object({ allocationId: z.string() }) }),
  }),
});

/**
 * EC2 names an association, IAM asks for the route table or the address that is associated. Answers its ARN; what is
 * no association comes back as it is, and one that does not exist as `undefined`.
 */
export async function resolveAssociation(
  client: InternalClient,
  resource: string,
): Promise<string | undefined> {
  const [, start, region, id] = ASSOCIATION.exec(resource) ?? [];
  if (!id) {
    return resource;
  }
  try {
    if (id.startsWith('eipassoc-')) {
      const answer = await client.query(
        { service: 'ec2', region, action: 'DescribeAddresses' },
        { 'Filter.1.Name': 'association-id', 'Filter.1.Value.1': id },
      );
      const { addressesSet } =
        addressesSchema.parse(answer).DescribeAddressesResponse;
      return `${start}elastic-ip/${addressesSet.item.allocationId}`;
    }
    const answer = await client.query(
      { service: 'ec2', region, action: 'DescribeRouteTables' },
      {
        'Filter.1.Name': 'association.route-table-association-id',
        'Filter.1.Value.1': id,
      },
    );
    const { routeTableSet } =
      routeTablesSchema.parse(answer).DescribeRouteTablesResponse;
    return `${start}route-table/${routeTableSet.item.routeTableId}`;
  } catch {
    // No such association: the call itself says so, once the policies let it through.
    return undefined;
  }
}
