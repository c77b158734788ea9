/*
 * Words with which a developer lets an agent go on with what it is at, in the languages that are asked in most.
 * They set no new task, whatever the agent proposed. All tokens of a text have to be among them, so "continue with
 * the tests" is a task of its own.
 */

const tokens = (text: string): readonly string[] => text.split(/\s+/).filter((each) => each !== '');

/** One of these has to be there. */
const agreeing: ReadonlySet<string> = new Set(
  tokens(`
  yes yep yeah yup sure ok okay continue go proceed resume do implement start begin lgtm approved next
  ja jo gerne genau weiter weitermachen fortfahren mach machen los leg passt
  sí si continúa continua continue continuar sigue adelante hazlo vale dale procede
  oui continuez vas-y allez-y poursuis poursuivez d'accord
  sim pode prossiga segue siga
  sì procedi avanti vai
  doorgaan verder
  tak kontynuuj dalej
  да продолжай продолжайте дальше давай давайте хорошо так продовжуй
  evet devam tamam
  继续 继续吧 请继续 好 好的 好吧 可以 是 是的 行 对 嗯 开始 开始吧 就这样 繼續 請繼續
  はい 続けて 続けてください 続行 進めて 進めてください お願いします いいよ どうぞ
  네 예 응 계속 계속해 계속해줘 계속해주세요 진행해 진행해줘 진행해주세요 좋아 좋아요`),
);

/** These may stand beside them. */
const beside: ReadonlySet<string> = new Set(
  tokens(`
  on ahead it that this the plan please now then with and so to keep going carry let's lets iterate iterating
  implementing implementation thanks thank you great good perfect nice cool looks sounds fine right agent @agent
  bitte das so es dann den plan um danke gut super ok
  por favor con el plan eso bien gracias
  s'il te vous plaît svp merci bien comme ça
  isso obrigado per favore grazie proszę graag ga et lütfen
  пожалуйста спасибо
  请 谢谢 吧 ありがとう ください 부탁해 부탁합니다`),
);

/** Longer words say more. Characters. */
const longest = 60;

/** Whether words only let the agent go on, or name one of the ways that it offered: `2`, `option 2`. */
export function onlyGoesOn(words: string): boolean {
  const text = words.trim().toLowerCase().replaceAll('’', "'");
  if (text === '' || text.length > longest) return false;
  if (/^(?:option |nr\.? |no\.? |#)?\d$/.test(text)) return true;
  const said = text.split(/[\s.,;:!?"“”()…。，！？、]+/u).filter((each) => each !== '');
  return (
    said.some((each) => agreeing.has(each) || each === 'keep' || each === 'carry') &&
    said.every((each) => agreeing.has(each) || beside.has(each))
  );
}
