import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ACCOUNTS } from '@zoetrope/contract/accounts.ts';
import { html } from '#pages/page-html.ts';
import { DEMO_PASSWORD, PEOPLE } from './people.ts';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;margin:0;display:grid;place-items:center;min-height:100dvh;background:#f6f7f5;color:#15191a}main{width:min(100% - 32px,420px)}h1{font-size:28px;letter-spacing:-.03em}ul{list-style:none;padding:0;display:grid;gap:8px}button{width:100%;min-height:48px;border:0;border-radius:10px;background:#e6e9e5;font:inherit;font-weight:600;cursor:pointer}button:hover{background:#dbdeda}a{color:inherit}@media(prefers-color-scheme:dark){body{background:#0f1213;color:#f0f2ef}button{background:#262c2e;color:inherit}button:hover{background:#3c4447}}';

/** A page on which one click signs in as anybody in the demo. */
@ApiExcludeController()
@Controller('demo')
export class DemoController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  page(): string {
    const people = Object.values(PEOPLE).map(
      ({ login, name }) => html`<li><button data-login="${login}" dir="auto">${name}</button></li>`,
    );
    // The sign-in is the ordinary one; only the password is known.
    const script = `for(const b of document.querySelectorAll('button'))b.onclick=async()=>{const r=await fetch('${ACCOUNTS}/sign-in',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({login:b.dataset.login,password:'${DEMO_PASSWORD}'})});if(r.ok)location='/';else b.textContent=(await r.json()).message}`;
    return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Zoetrope demo</title><style>${STYLE}</style><main><h1>Who would you like to be?</h1><p>Open a second browser as somebody else, and watch things arrive. Or look as a <a href="/">visitor</a>.</p>${
      html`<ul>
        ${people}
      </ul>`.markup
    }</main><script>${script}</script></html>`;
  }
}
