import { z } from 'zod';
import { type AnyZodObject, type z as z3, type ZodTypeAny } from 'zod/v3';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * A schema of ours for the actions registry, which takes schemas of zod 3 only. What an action answers is so defined once, where the
 * routes define it.
 *
 * @param zod - what the registry hands over.
 * @throws Error for a kind of schema that the wire types do not use.
 */
export function toRegistrySchema(
  zod: typeof z3,
  schema: z.ZodObject,
): AnyZodObject {
  return convertObject(zod, z.toJSONSchema(schema));
}

function convertObject(zod: typeof z3, schema: JsonSchema): AnyZodObject {
  const required = new Set(schema.required);
  return zod.object(
    Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, property]) => {
        const converted = convert(zod, property as JsonSchema);
        return [name, required.has(name) ? converted : converted.optional()];
      }),
    ),
  );
}

function convert(zod: typeof z3, schema: JsonSchema): ZodTypeAny {
  if (schema.anyOf) {
    const options = schema.anyOf.map(option =>
      convert(zod, option as JsonSchema),
    );
    return zod.union(options as [ZodTypeAny, ZodTypeAny]);
  }
  if (schema.const !== undefined) {
    return zod.literal(schema.const as string);
  }
  if (schema.enum) {
    return zod.enum(schema.enum as [string, ...string[]]);
  }
  switch (schema.type) {
    case 'object':
      return schema.properties
        ? convertObject(zod, schema)
        : zod.record(convert(zod, schema.additionalProperties as JsonSchema));
    case 'array':
      return zod.array(convert(zod, schema.items as JsonSchema));
    case 'string':
      return zod.string();
    case 'integer':
      return zod.number().int();
    case 'number':
      return zod.number();
    case 'boolean':
      return zod.boolean();
    default:
      throw new Error(
        `No schema of zod 3 stands for ${JSON.stringify(schema)}`,
      );
  }
}
