import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { problemSchema } from '../domain/api/problem.ts';
import { administrationOperations } from './openapi/administration.ts';
import { moduleOperations } from './openapi/modules.ts';
import { openedPageOperations } from './openapi/opened-pages.ts';
import type { Operation } from './openapi/operation.ts';
import { recordingOperations } from './openapi/recordings.ts';

const operations: readonly Operation[] = [
  ...recordingOperations,
  ...moduleOperations,
  ...administrationOperations,
  ...openedPageOperations,
];

/** The OpenAPI 3.1 document of the whole API, made from the schemas that the routes parse with. */
export function describeApi(publicUrl: string): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Afterclass', version: '1', description: 'Recordings in, graded chapters out.' },
    servers: [{ url: publicUrl }],
    security: [{ token: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        launch: { type: 'http', scheme: 'bearer', description: 'Or the cookie of the launch.' },
      },
    },
    paths,
  });
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  const { path, summary, body, form, answer, status = 200, who } = operation;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return {
    summary,
    ...(who === undefined ? {} : { security: who === 'launched' ? [{ launch: [] }] : [] }),
    ...(names.length > 0
      ? { requestParams: { path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) } }
      : {}),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    ...(form
      ? { requestBody: { required: true, content: { 'multipart/form-data': { schema: form } } } }
      : {}),
    responses: {
      [String(status)]: {
        description: status === 204 ? 'Done.' : 'The result.',
        ...(answer ? { content: { 'application/json': { schema: answer } } } : {}),
      },
      default: {
        description: 'What went wrong.',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  };
}
