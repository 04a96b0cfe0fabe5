// HTTP routes for commands: one controller for each feature, one POST for each command, generated from the registry.
import { Controller, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { newId } from '@zoetrope/contract/ids.ts';
import type { AnyCommand } from '@zoetrope/contract/kernel/command.ts';
import type { Registry } from '@zoetrope/contract/kernel/registry.ts';
import { ATTEMPT_HEADER, type Ack } from '@zoetrope/contract/kernel/wire.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Commands } from '#engine/ports.ts';
import { Engine } from '#engine/engine.ts';
import { sendError } from '#errors.ts';
import { AUTHENTICATION, type Authentication } from './authentication.port.ts';
import { jsonBodyOf } from './http-rules.ts';
import { KINDS, Refuses, toInputSchema, wireShape } from './open-api.ts';

/** What the generated classes share. */
class CommandController {
  constructor(
    private readonly commands: Commands,
    private readonly authentication: Authentication,
  ) {}

  protected async answer(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const input = jsonBodyOf(request);
    const { caller } = await this.authentication.authenticate(request.headers);
    const attempt = request.headers[ATTEMPT_HEADER];
    const id = typeof attempt === 'string' ? attempt : newId();
    const ack = await this.commands.run(caller, { id, name, input });
    if (ack.ok) sendAck(response, ack);
    else sendError(response, ack.error);
  }
}

/** Past Express's own `json`, which hashes each body for a validator that no POST has. */
function sendAck(response: ServerResponse, ack: Ack): void {
  if (response.destroyed) return;
  const json = JSON.stringify(ack);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
    'cache-control': 'private, no-store',
  });
  response.end(json);
}

/** Guards, interceptors and the OpenAPI explorer see ordinary routes: `comments.add` is POST /api/comments/add. */
export function commandControllers(registry: Registry): Type[] {
  return registry.features
    .map((feature) => ({ name: feature.name, commands: feature.commands.filter((command) => !command.serverOnly) }))
    .filter(({ commands }) => commands.length > 0)
    .map(({ name, commands }) => controllerFor(name, commands));
}

function controllerFor(feature: string, commands: readonly AnyCommand[]): Type {
  class FeatureController extends CommandController {}
  Object.defineProperty(FeatureController, 'name', { value: `${feature}Controller` });
  Inject(Engine)(FeatureController, undefined, 0);
  Inject(AUTHENTICATION)(FeatureController, undefined, 1);
  Controller(`api/${feature}`)(FeatureController);
  ApiTags(feature)(FeatureController);
  for (const command of commands) addRoute(FeatureController.prototype, command);
  return FeatureController;
}

function addRoute(prototype: CommandController, command: AnyCommand): void {
  const method = command.name.replace('.', '_');
  const verb = command.name.slice(command.name.indexOf('.') + 1);
  Object.defineProperty(prototype, method, {
    configurable: true,
    writable: true,
    value: function handle(this: CommandController, request: IncomingMessage, response: ServerResponse) {
      return this['answer'](command.name, request, response);
    },
  });
  Reflect.defineMetadata('design:paramtypes', [Object, Object], prototype, method);
  Req()(prototype, method, 0);
  Res()(prototype, method, 1);
  const descriptor = Object.getOwnPropertyDescriptor(prototype, method)!;
  const decorators: MethodDecorator[] = [
    Post(verb),
    HttpCode(200),
    ApiOperation({ operationId: command.name }),
    ApiHeader({
      name: ATTEMPT_HEADER,
      description: 'Names the attempt: sent twice, it is done once.',
      required: false,
    }),
    ApiBody({ schema: toInputSchema(command.input) }),
    ApiResponse({ status: 200, description: 'Done, now or earlier.', schema: wireShape('Ack') }),
    Refuses(...KINDS, 'command-id-reused', ...command.ownCodes),
  ];
  for (const decorate of decorators) decorate(prototype, method, descriptor);
}
