import { chromium } from '@playwright/test';
import { serve } from './scripts/serve.mjs';
const s = await serve({folder:'dist'});
const b = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']});
for (let i=0;i<2;i++){
const ctx = await b.newContext({viewport:{width:1280,height:800}});
for (const kind of ['cold','warm']){
const p = await ctx.newPage();
p.on('console',m=>{if(m.type()==='error')console.log(m.text())}); p.on('pageerror',e=>console.log(e.message));
const t0=Date.now(); const at={};
await p.goto(s.url);
const t=(l)=>{at[l]=Date.now()-t0};
t('load');
await p.waitForFunction(()=>document.querySelector('[data-testid=panel-truth] canvas[data-version]')); t('wave');
for (const id of 'abc') {await p.waitForFunction((id)=>document.querySelector(`[data-testid=panel-forecast-${id}] canvas[data-version]`),id); t(id);}
await p.waitForFunction(()=>/WASM/i.test(document.querySelector('[popovertarget=backend-popover]')?.textContent??'')); t('backend');
console.log(kind, JSON.stringify(at));
await p.waitForTimeout(800);
if (kind==='cold'&&i==0) await p.screenshot({path:'/work/probe/now.png'});
await p.close();
}
await ctx.close();
}
await b.close(); await s.close();
