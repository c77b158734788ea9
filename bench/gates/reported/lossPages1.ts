import { type Shape, cut, put } from './shapes.ts';
import { reports } from './sources.ts';

/** Pages, styles and data files: something was to be added, and something else is gone or left out. */
export const lossPages1: readonly Shape[] = [
  {
    language: 'html',
    path: 'index.html',
    instruction: 'Add a link to the news.',
    file: `
<!doctype html>
<html>
<head>
<title>Kiosk</title>
</head>
<body>
<nav><a href="/">Home</a></nav>
<main>
<h1>Welcome</h1>
<form id="order"><input name="q"><button>Go</button></form>
</main>
<footer>Imprint</footer>
</body>
</html>
`,
    change: [cut(7, 7, '<nav><a href="/">Home</a> <a href="/news">News</a></nav>')],
    answers: [
      {
        id: 'page-html-whole',
        kind: 'everything is there',
        source: reports.wipesProfile,
        right: 'accept',
      },
      {
        id: 'page-html-lose',
        kind: 'members are gone without a word',
        source: reports.wipesProfile,
        right: 'reject',
        beside: [cut(12, 12)],
      },
      {
        id: 'page-html-elide',
        kind: 'code left out is not seen',
        source: reports.restOfContent,
        right: 'reject',
        instead: [cut(8, 12, '<!-- Rest of the existing content remains unchanged -->')],
      },
      {
        id: 'page-html-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.docsTripVerifier,
        right: 'accept',
        beside: [put(7, '<!-- existing links are left untouched -->')],
      },
      {
        id: 'page-html-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(12, 12)],
        instruction: 'Remove the footer.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'vue',
    path: 'src/App.vue',
    instruction: 'Add a button that sends.',
    file: `
<template>
  <header id="top">Kiosk</header>
  <form id="search"><input v-model="text" name="q"></form>
  <footer id="end">Imprint</footer>
</template>

<script setup>
import { ref } from 'vue'
const text = ref('')
function send() {
  text.value = ''
}
function clear() {
  text.value = ''
}
</script>
`,
    change: [
      cut(
        3,
        3,
        '  <form id="search"><input v-model="text" name="q"><button id="send" @click="send">Send</button></form>',
      ),
    ],
    answers: [
      {
        id: 'app-vue-whole',
        kind: 'everything is there',
        source: reports.wipesProfile,
        right: 'accept',
      },
      {
        id: 'app-vue-lose',
        kind: 'members are gone without a word',
        source: reports.wipesProfile,
        right: 'reject',
        beside: [cut(13, 15)],
      },
      {
        id: 'app-vue-elide',
        kind: 'code left out is not seen',
        source: reports.remainingCode,
        right: 'reject',
        instead: [cut(8, 15, '// ... remaining script')],
      },
      {
        id: 'app-vue-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.docsTripVerifier,
        right: 'accept',
        beside: [put(3, '  <!-- the other fields stay as they are -->')],
      },
      {
        id: 'app-vue-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(13, 15)],
        instruction: 'Remove clear.',
        type: 'refactor',
      },
    ],
  },
  {
    language: 'xml',
    path: 'res/values/strings.xml',
    instruction: 'Add a text for back.',
    file: `
<resources>
  <string name="app">Kiosk</string>
  <string name="open">Open</string>
  <string name="close">Close</string>
  <string name="send">Send</string>
  <string name="empty">Nothing here</string>
</resources>
`,
    change: [put(7, '  <string name="back">Back</string>')],
    answers: [
      {
        id: 'strings-xml-whole',
        kind: 'everything is there',
        source: reports.losesConfig,
        right: 'accept',
      },
      {
        id: 'strings-xml-lose',
        kind: 'members are gone without a word',
        source: reports.losesConfig,
        right: 'reject',
        beside: [cut(4, 5)],
      },
      {
        id: 'strings-xml-elide',
        kind: 'code left out is not seen',
        source: reports.restOfContent,
        right: 'reject',
        instead: [cut(3, 6, '  <!-- existing strings -->')],
      },
      {
        id: 'strings-xml-honest',
        kind: 'a comment about the program is taken for code left out',
        source: reports.docsTripVerifier,
        right: 'accept',
        beside: [put(3, '  <!-- other names are the same in every language -->')],
      },
      {
        id: 'strings-xml-remove',
        kind: 'what was asked to go is missed',
        source: reports.removalRefused,
        right: 'accept',
        instead: [cut(6, 6)],
        instruction: 'Delete the text empty.',
        type: 'refactor',
      },
    ],
  },
];
