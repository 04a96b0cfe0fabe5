import {
  Inject,
  Module,
  RequestMethod,
  type MiddlewareConsumer,
  type NestModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { UPLOADS_URL } from '@zoetrope/contract/media.ts';
import { AUTHENTICATION, type Authentication } from '#carriers/authentication.port.ts';
import { CONFIG, type Config } from '#config/config.ts';
import { Engine } from '#engine/engine.ts';
import { describeError, logLine } from '#log.ts';
import { RealtimeNode } from '#realtime/node.ts';
import { DuplicatesController } from './duplicates.controller.ts';
import { DownloadsController } from './downloads.controller.ts';
import { Ffmpeg } from './ffmpeg.ts';
import { Media } from './media.ts';
import { UploadKindsController } from './upload-kinds.controller.ts';
import { UnfinishedPhotosController } from './unfinished-photos.controller.ts';
import { UsageController } from './usage.controller.ts';

type Request = IncomingMessage & { readonly originalUrl: string };

/** Uploads and the bytes of photos. Bytes in and out are plain listeners: a controller would buffer, parse and wrap them. */
@Module({
  controllers: [
    UsageController,
    DownloadsController,
    UnfinishedPhotosController,
    DuplicatesController,
    UploadKindsController,
  ],
  providers: [
    {
      provide: Media,
      inject: [Engine, AUTHENTICATION, CONFIG, RealtimeNode],
      useFactory: async (engine: Engine, authentication: Authentication, config: Config, node: RealtimeNode) =>
        new Media({
          engine,
          authentication,
          dataDir: config.dataDir,
          settings: config.storage,
          hasOtherNodes: config.redisUrl !== undefined,
          makesPictures: config.roles.has('media'),
          ffmpeg: await openFfmpeg(config.ffmpeg),
          announcements: node.announcements,
        }),
    },
  ],
  exports: [Media],
})
export class MediaModule implements NestModule, OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(Media) private readonly media: Media) {}

  configure(consumer: MiddlewareConsumer): void {
    const route = (path: string, method: RequestMethod) => ({ path, method });
    consumer
      .apply((req: Request, res: ServerResponse) => this.media.uploads.handle(req, res, pathOf(req)))
      .forRoutes(route(UPLOADS_URL, RequestMethod.ALL), route(`${UPLOADS_URL}/*id`, RequestMethod.ALL));
    consumer
      .apply((req: Request, res: ServerResponse) => this.servePhoto(req, res))
      .forRoutes(
        route('/photos/:photoId/:rendition', RequestMethod.GET),
        route('/photos/:photoId/:rendition', RequestMethod.HEAD),
      );
  }

  onModuleInit(): Promise<void> {
    return this.media.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.media.stop();
  }

  private servePhoto(req: Request, res: ServerResponse): Promise<void> {
    const [, , photoId, rendition] = pathOf(req).split('/');
    return this.media.photos.handle(req, res, photoId ?? '', rendition ?? '');
  }
}

/** Undefined where there is none, or none that can do what is needed; then one line says so. */
async function openFfmpeg(file: string | undefined): Promise<Ffmpeg | undefined> {
  if (file === undefined) return undefined;
  try {
    const { ffmpeg, missing } = await Ffmpeg.open(file);
    if (missing.length === 0) return ffmpeg;
    logLine('warning', 'Videos are refused: this ffmpeg cannot do all that is needed.', { file, missing });
  } catch (error) {
    logLine('warning', 'Videos are refused: ffmpeg cannot be used.', { file, error: describeError(error) });
  }
  return undefined;
}

const pathOf = (req: Request): string => req.originalUrl.split('?')[0]!;
