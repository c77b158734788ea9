import { craftWords, lifeWords, toolWords } from './topicWords.ts';

/** Groups of words with the same meaning for the classifier, in several human languages. */
const groups: Readonly<Record<string, string>> = {
  make: 'make create build generate write implement develop code program provide produce construct compose crea crear escribe escribir genera haz hacer schreib schreibe erstelle erzeuge baue écris écrire crée créer génère écrivez scrivi creare escreva crie напиши создай сделай программа writes creates implementation 写一 编写 实现 生成 创建 制作 напишите создайте сделать',
  add: 'add include insert append introduce extend support allow enable attach integrate agrega añade agregar añadir füge hinzufügen ergänze ajoute ajouter adicione добавь 添加 增加 加入 добавить добавьте',
  change:
    'change modify update adjust set switch replace convert use turn adapt cambia cambiar modifica ändere ersetze change changer remplace modifie измени замени 修改 改成 改为 转换 更改 изменить поменяй',
  fix: 'fix solve resolve repair correct fixe fixed solved correction repariere behebe korrigiere arregla arreglar corrige corregir solucionar corriger répare исправь debug troubleshoot 修复 解决 改正 исправить исправьте почини',
  error:
    'error errors exception exceptions traceback crash crashes crashed crashing failed fails failing failure bug bugs bugged issue issues problem problems fehler fehlermeldung erreur erreurs ошибка ошибку err segfault warning warnings incorrect broken stuck hangs freezes nan undefined wrong 报错 错误 异常 失败 ошибки ошибкой',
  broken:
    "doesn't doesnt didn't didnt isn't isnt won't wont cannot can't cant not still no funciona funktioniert marche nothing never weird strange stopped stops unable instead missing disappears disappear empty blank stays remains 不了 不行 没有 无法 не нет",
  work: 'work works working worked run runs running funciona funktioniert fonctionne load loads loading show shows showing display displays displayed appear appears render renders start starts compile compiles save saves happen happens happening 运行 显示 работает запускается показывает отображается',
  tell: 'explain describe tell clarify elaborate summarize summarise understand meaning means mean interpret teach erkläre erklär erklären explica explicar explícame explique expliquer объясни difference differences bedeutet significa signifie walkthrough overview purpose definition define introduction 解释 说明 介绍 объясните расскажи означает',
  ask: "what which who where when whats what's was welche wo qué que cuál quel quelle comment que что где какой 什么 哪个 哪些 какая какие кто где чем",
  how: 'how wie cómo como comment как howto 怎么 如何 怎样',
  why: 'why warum wieso por porqué pourquoi почему weshalb 为什',
  can: 'can could would will is are does do did should has have kann könnte puede peux peut может',
  test: 'test tests testing unittest unittests pytest jest vitest mocha junit gtest googletest spec specs mock mocks mocked stub assert asserts assertion assertions coverage fixture fixtures cypress playwright rspec testcase testcases test-cases prueba pruebas testfall 测试 单元 тест тесты тестов',
  docs: 'document documentation docs doc docstring docstrings comment comments commented commenting readme changelog javadoc jsdoc tsdoc doxygen sphinx wiki kommentiere kommentar dokumentiere documenta comenta comentarios commentaires commente annotate 注释 文档 комментарии',
  refactor:
    'refactor refactoring rename simplify clean cleanup restructure reorganize extract dedupe deduplicate dry split move inline rewrite shorten shorter cleaner readable readability optimize optimise modernize tidy consolidate merge remove drop delete replace refaktoriere vereinfache refactoriza simplifica refactorise simplifie umbenennen efficient 重构 优化 简化 упрости оптимизируй',
  review:
    'review check audit critique feedback verify correct ok okay safe good right valid sense mistakes improve improvements vulnerabilities secure überprüfe prüfe revisa revisar vérifie relis opinion thoughts 检查 проверь',
  design:
    'design architecture architect approach structure structured strategy strategies tradeoffs trade-offs tradeoff pros cons recommend recommendation suggest suggestions suggestion best better scalable scale pattern patterns plan roadmap options option organize schema monolith microservice microservices entwerfen architektur arquitectura diseño conception versus alternatives propose proposal idea ideas choose 设计 架构',
  please: "please pls plz bitte por favor s'il kindly help ayuda ayúdame hilf aide",
  code: 'code function method class script program component snippet module query file page app application api endpoint interface struct constructor decorator hook regex macro template skeleton boilerplate dockerfile makefile config project repo repository función clase funktion klasse fonction classe 代码 函数 程序 код кода функцию функция скрипт',
  small:
    'simple basic small minimal example sample quick short hello snippet skeleton template starter stub boilerplate scaffold getter setter crud',
  tool: toolWords,
  screen:
    'button page screen window text color colour background image font menu layout width height align left right top bottom center animation click scroll modal popup header footer card table column row icon style sidebar navbar dropdown',
  follow:
    'same also again too instead now then continue previous above earlier next another similar',
  agree:
    'ok okay yes yeah sure thanks thank great good nice perfect cool hello hi hey danke gracias merci hola hallo bonjour bye welcome awesome привет спасибо',
  language:
    'translate translation übersetze traduce traducir traduire traduis rephrase paraphrase reword grammar sentence paragraph essay article blog email letter story poem song lyrics summary speech title slogan tweet caption résumé cv words synonyms 翻译 译成 总结 文章 переведи перевод summarize proofread tone text',
  life: lifeWords,
  craft: craftWords,
  want: "want need would like i'd wish quiero necesito möchte will brauche veux voudrais хочу нужно should must",
};

const conceptOf: ReadonlyMap<string, readonly string[]> = index();

/** The groups that a lower-case word belongs to; empty for most words. */
export function conceptsOf(word: string): readonly string[] {
  return conceptOf.get(word) ?? [];
}

function index(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [concept, words] of Object.entries(groups)) {
    for (const word of new Set(words.split(/\s+/))) {
      found.set(word, [...(found.get(word) ?? []), concept]);
    }
  }
  return found;
}
