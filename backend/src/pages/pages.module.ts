import { Module, type DynamicModule } from '@nestjs/common';
import { ReadsModule } from '#reads/reads.module.ts';
import { AppPage } from './app-page.ts';
import { FirstAnswersController } from './first-answers.controller.ts';
import { FirstAnswers } from './first-answers.ts';
import { InvitePreviews } from './invite-previews.ts';
import { PagesController } from './pages.controller.ts';
import { Pages } from './pages.ts';

/** Pages with a head of their own, and what they begin with. Only where there is an app to serve. */
@Module({})
export class PagesModule {
  static with(appDir: string): DynamicModule {
    return {
      module: PagesModule,
      imports: [ReadsModule],
      controllers: [PagesController, FirstAnswersController],
      providers: [Pages, FirstAnswers, InvitePreviews, { provide: AppPage, useValue: new AppPage(appDir) }],
    };
  }
}
