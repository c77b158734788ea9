/** What an instruction may ask for, as far as it matters for what may be gone afterwards. */
export type Wish = 'remove' | 'rename' | 'regroup' | 'tidy' | 'keep';

/** English words by wish, without their endings. */
export const englishWords: Readonly<Record<Wish, readonly string[]>> = {
  remove: [
    'remov delet drop strip eliminat prun discard purg kill cut shorten shrink omit exclud eras without nuke ditch',
    'wip disabl undo revert rid dead unused unnecess obsolet deprecat retir dedup duplicat redundan unneeded superfluous needless',
  ],
  rename: [
    'typo misspell spell renam call named nam replac convert chang turn migrat swap substitut instead switch translat becom upgrad mov',
  ],
  regroup: [
    'merg combin split extract inlin consolidat unif collaps fold group flatten table-driven parametri dry join generali',
    'rewrit restructur reorgani redesign rework condens concis reduc reword rephras summari',
  ],
  tidy: [
    'refactor simpl eas clean tidy optimi moderni improv reformat format sort reorder readab speed faster',
  ],
  keep: [
    'say tell export add creat implement insert extend support introduc includ writ append log document fix repair correct handl validat',
    'check use make set return allow let show print ensur appl increas cach test mention describ explain generat provid',
    'mend prevent guard throw catch raise expos put giv accept count comput round wrap pass read save stor send fill complet',
  ],
};

/*
 * Beginnings of words by wish, in the languages that developers write to models in. `remove` takes things
 * away, `rename` puts others in their place, `regroup` moves code from name to name, `tidy` keeps what can
 * be called from outside, and `keep` adds or mends. Words of scripts without spaces stand anywhere.
 */
export const wishWords: Readonly<Record<Wish, readonly string[]>> = {
  remove: [
    // German, French, Spanish, Portuguese, Italian, Dutch
    'entfern lösch streich weglass wirf räum bereinig kürz überflüssig unbenutzt ungenutzt weg',
    'supprim enlèv enlev retir élimin effac nettoy inutil elimin borr quit suprim limpi descart sobra',
    'exclu apag tir rimuov rimuover cancell togli pulisc verwijder wis schrap opruim',
    // Polish, Turkish, Czech, Swedish, Russian, Ukrainian
    'usuń usun skasuj wyczyść pozbądź sil kaldır temizle odstra smaž radera',
    'удал убер убрат очист вычист выкин сократ лишн неиспольз видал прибер',
  ],
  rename: [
    'umbenenn benenn benenne nenn heiß ersetz änder wandl umwandl konvertier statt stattdessen tausch übersetz verschieb',
    'renomm appell remplac chang lieu traduis déplac renombr llam reemplaz sustitu cambi convier lugar traduc muev mueve',
    'renome cham substitu troqu troc mud convert vez traduz rinomin chiam sostitu invec hernoem noem vervang wijzig',
    'zmień zamień nazw przemian zastąp переимен назов назв замен преобраз вместо перенес перейменуй adlandır değiştir přejmen byt döp',
  ],
  regroup: [
    'zusammen aufteil überarbeit umschreib umbau fusion regroup réécri divis reformul resum combin divid reescrib',
    'reescrev junt unisc divid riscriv samenvoeg splits herschrijf połącz podziel объедин раздел перепиш birleştir',
  ],
  tidy: [
    'vereinfach refaktor aufräum verbesser lesbar simplif refator semplific rifattor migliora vereenvoudig upro\u015b',
    'упрост рефактор оптимиз улучш basitleştir',
  ],
  keep: [
    'füg hinzu ergänz erstell implementier schreib behebe behob repari korrigier prüf dokumentier einbau beheb füge baue',
    'ajout cré implément écri corrig répar vérifi añad agreg implement escrib arregl valid adicion cri escrev conserta aggiung',
    'scriv corregg ripar voeg toevoeg maak schrijf herstel dodaj utwórz napisz napraw popraw добав созда реализ напиш исправ почин провер ekle yaz düzelt přidej oprav lägg додай виправ',
  ],
};

/** What may follow the beginning of an English word, once its last letter has come twice or not. */
export const englishEnding =
  /^(?:e|es|ed|er|s|d|y|ing|ion|ions|ation|al|ify|ifies|ified|ifying|ier|i[sz]e|i[sz]es|i[sz]ed|i[sz]ing|fied|en|ary|t|nt|cy|ate|ates|ated|ating|ant)?$/;

/** The same in scripts that are written without spaces, or whose words begin with a prefix. */
export const wishSigns: Readonly<Record<Wish, RegExp>> = {
  remove:
    /\bonly (?:keep|leave)|(?:keep|leave) only|no longer (?:needed|used)|not (?:needed|used)|get rid|trim down|删|移除|去掉|去除|清理|清除|剔除|不再需要|无用|多余|削除|消し|消す|取り除|除去|不要な|外し|なくし|삭제|제거|지우|없애|정리|احذف|أزل|हटा/,
  rename:
    /重命名|改名|改为|改成|更名|命名|替换|换成|替代|改叫|叫做|翻译|リネーム|名前を|変更|置き換|に変え|と呼|翻訳|이름|바꿔|바꾸|변경|교체|대체|번역|استبدل|بدل/,
  regroup: /合并|拆分|重写|整合|抽取|提取|統合|まとめ|分割|書き直|합치|병합|나누|통합|추출/,
  tidy: /简化|重构|优化|整理|精简|簡潔|簡単|リファクタ|最適化|단순|리팩|최적화/,
  keep: /添加|增加|新增|加上|加入|加个|加一|创建|实现|编写|写|修复|修正|检查|支持|追加|加え|作成|実装|書|直し|直す|チェック|추가|만들|구현|작성|수정|고쳐|أضف|أصلح|जोड़/,
};

/** Words that take back what follows them: `do not remove anything`. */
export const negations =
  /\b(?:do not|don'?t|without|never|not|nicht|ohne|sans|ne|sin|no|sem|não|senza|non|zonder|niet|nie|bez|не|без)\s+(?:[\p{L}']+\s+){0,3}?(?=[\p{L}]+)|不要(?!な)|别|请勿|勿/giu;

/** Requests for a placeholder, a sketch, or code that is turned into comments. */
export const placeholderWords =
  /\b(?:todo|fixme|placeholder|stub|skeleton|scaffold|boilerplate|outline|sketch|template|comment(?:ed)? (?:it |them |this |these |that )?out|platzhalter|gerüst|marcador|esqueleto|squelette|заглушк\w*)|占位|骨架|プレースホルダ|스텁/iu;

/** Requests that reach further than the things they name. */
export const broadWords =
  /\b(?:all|every|everything|any|anything|unused|dead|other|rest|both|duplicat\w*|obsolete|deprecated|legacy|helpers?|related|callers?|needed|redundan\w*|what(?:ever)?|alle\w*|tous|toutes|todos?|todas?|все)\b|所有|全部|すべて|全て|모든/iu;

/** Requests for something new. */
export const addingWords =
  /(?<!\p{L})(?:add|creat|implement|insert|introduc|includ|writ|append|generat|extend|support|new|too(?!\p{L})|also|as well|füg|hinzu|ergänz|erstell|ajout|cré|añad|agreg|crea|adicion|cri[ea]|aggiung|toevoeg|voeg|dodaj|utwórz|добав|созда|ekle|přidej|lägg)|添加|增加|新增|加上|加入|加个|加一|创建|实现|追加|加え|作成|추가|만들/iu;
