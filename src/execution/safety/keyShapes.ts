/**
 * What the keys of known services look like. From the services' own documents and the rules of secret
 * scanners, seen 2026-11. `whole` is a whole key, as it is found in a file.
 */
export const keyShapes: readonly { readonly name: string; readonly whole: RegExp }[] = [
  { name: 'Anthropic', whole: /\bsk-ant-[\w-]{20,}/ },
  { name: 'OpenAI and many others', whole: /\bsk-(?:proj-|svcacct-|or-v1-)?[A-Za-z0-9_-]{20,}/ },
  { name: 'Groq', whole: /\bgsk_[A-Za-z0-9]{20,}/ },
  { name: 'xAI', whole: /\bxai-[A-Za-z0-9]{20,}/ },
  { name: 'Google', whole: /\bAIza[\w-]{30,}/ },
  { name: 'Hugging Face', whole: /\bhf_[A-Za-z0-9]{20,}/ },
  { name: 'Perplexity', whole: /\bpplx-[A-Za-z0-9]{20,}/ },
  { name: 'NVIDIA', whole: /\bnvapi-[\w-]{20,}/ },
  { name: 'Replicate', whole: /\br8_[A-Za-z0-9]{20,}/ },
  { name: 'Fireworks', whole: /\bfw_[A-Za-z0-9]{20,}/ },
  { name: 'Cerebras', whole: /\bcsk-[A-Za-z0-9]{20,}/ },
  { name: 'Amazon', whole: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { name: 'GitHub', whole: /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/ },
  { name: 'Slack', whole: /\bxox[abprs]-[\w-]{20,}/ },
  { name: 'npm', whole: /\bnpm_[A-Za-z0-9]{30,}/ },
  { name: 'a signed token', whole: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
];
