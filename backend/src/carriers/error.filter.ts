import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendError, toErrorBody, whereOf } from '#errors.ts';
import { AppFiles } from './app-files.ts';

/** The last stop of every HTTP request that no route answered, or that one threw out of. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly appFiles: AppFiles) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    const response = http.getResponse<ServerResponse>();
    // The app's own addresses exist only in the browser: what no route knows is the app's page.
    if (isNotFound(error) && this.appFiles.answerNavigation(request, response)) return;
    sendError(response, toErrorBody(error, whereOf(request)));
  }
}

const isNotFound = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'status' in error && error.status === 404;
