import { z } from 'zod';
import { AwsError } from '../proxy/AwsError';

/** The paging members of an ECR request. ECR caps a page at 1000 entries. */
export const pagingSchema = z.object({
  maxResults: z.number().int().min(1).max(1000).optional(),
  nextToken: z.string().optional(),
});

const tokenSchema = z.object({ offset: z.number().int().positive() });
const DEFAULT_PAGE = 100;

/** Cuts one page out of a list. The token is opaque to the caller and names where the next page starts. */
export function page<T>(
  items: T[],
  request: z.infer<typeof pagingSchema>,
): { items: T[]; nextToken?: string } {
  const start = request.nextToken ? offsetOf(request.nextToken) : 0;
  const end = start + (request.maxResults ?? DEFAULT_PAGE);
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? tokenOf(end) : undefined,
  };
}

function tokenOf(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString('base64url');
}

function offsetOf(token: string): number {
  try {
    const text = Buffer.from(token, 'base64url').toString('utf8');
    return tokenSchema.parse(JSON.parse(text)).offset;
  } catch {
    throw new AwsError(
      'InvalidParameterException',
      'Invalid parameter at nextToken failed to satisfy constraint: the token is not one of a previous answer',
    );
  }
}
