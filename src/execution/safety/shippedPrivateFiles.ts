/*
 * Files that hold keys, passwords or tokens, as a rule. Gathered in November 2026 from what secret scanners look
 * for by name (gitleaks, TruffleHog, gitrob), from what coding assistants leave out (Continue, Cursor, Cline,
 * Copilot's content exclusion) and from where the tools themselves say that they keep credentials.
 *
 * In a pattern `*` stands for any characters of one name, and `{a,b}` for one of the two. All are compared
 * without regard to case, at any depth.
 */

/** Endings of files that hold data or settings; source code that is merely called `secrets` is not private. */
const data =
  '{json,json5,jsonc,yaml,yml,toml,ini,cfg,conf,config,properties,xml,plist,txt,csv,env,enc,db}';
/** Where small programs keep their passwords, by custom: Arduino, MicroPython, shells. */
const scripts = '{h,py,sh,ps1,bat,fish}';

/** The name of a private file. */
export const privateNames: readonly string[] = [
  // Environment variables
  ['.env*', '*.env', '*.env.*', '.flaskenv', '.dev.vars*', 'local.settings.json'],
  // Keys and key stores
  ['*.pem', '*.key', '*.p12', '*.pfx', '*.p8', '*.pk8', '*.jks', '*.keystore', '*.bks', '*.ppk'],
  ['*.gpg', '*.pgp', '*.kdb', '*.kdbx', '*.agekey', '*.ovpn', '*.keychain', '*.keychain-db'],
  ['id_{rsa,dsa,ecdsa,ed25519,xmss}*', 'ssh_host_*_key', '*private{_,-,}key', 'wallet.dat'],
  ['keystore.properties', 'signing.properties', 'key4.db', 'logins.json', 'UTC--*'],
  // Credentials of tools
  ['.npmrc', '.yarnrc', '.yarnrc.yml', '.pypirc', 'pip.conf', 'pip.ini', '.condarc'],
  ['.netrc', '_netrc', '.git-credentials', '.pgpass', 'pgpass.conf', '.my.cnf', '.mylogin.cnf'],
  ['.htpasswd', '.dockercfg', '.dockerconfigjson', '.boto', '.s3cfg', 'rclone.conf', 'ngrok.yml'],
  ['.vault-token', '.vault{_,-}pass*', 'vault{_,-}pass*.txt', '.databrickscfg', '.sentryclirc'],
  [
    'kubeconfig',
    '*.kubeconfig',
    'kubeconfig.*',
    '.clasprc.json',
    'kaggle.json',
    '*.publishsettings',
  ],
  ['.ftpconfig', 'sftp.json', '.remote-sync.json', 'filezilla.xml', 'sitemanager.xml'],
  ['recentservers.xml', 'wp-config.php', 'LocalSettings.php', '.*_history', 'fish_history'],
  // Credentials by their name
  ['credentials', `*credentials.${data}`, `*credential.${data}`, '*credentials.tfrc.json'],
  [`{oauth_creds,gha-creds-*}.json`, 'client_secret*.json', '*firebase-adminsdk*.json'],
  ['*service{-,_,}account*.json', 'token.json', 'token.pickle', '*.token', '.token'],
  [
    `secret{s,}.${data}`,
    `*secrets.${scripts}`,
    `*.secret{s,}.${data}`,
    `*{-,_}secrets.${data}`,
    '*.secret',
    '*.secrets',
  ],
  ['secrets', `password{s,}.${data}`],
  // Infrastructure
  ['*.tfstate', '*.tfstate.*', '*.tfvars', '*.tfvars.json', '.terraformrc', 'terraform.rc'],
].flat();

/** Names like those above, whose files are public or hold placeholders. */
export const publicNames: readonly string[] = [
  ['.env*.{example,sample,template,dist,tmpl,tpl,schema}', '.env{-,_}{example,sample,template}'],
  ['*.env.{example,sample,template,dist,tmpl,tpl,schema}', '{example,sample,template}.env'],
  ['.env.{example,sample,template}.*', '.env.d.ts', '*.env.{ts,d.ts,js,mjs,cjs}'],
  ['id_*.pub', '*.tfvars.{example,sample,template}', '*{public,pub}{_,-,}key.pem'],
].flat();

/** Folders, and files in certain folders, which are private with everything in them. */
export const privateFolders: readonly string[] = [
  ['.ssh', '.aws', '.azure', '.gnupg', '.gcloud', '.config/gcloud', '.kube', '.oci', '.snowflake'],
  ['.password-store', '.secrets', '.envs', 'run/secrets', '.config/op', '.config/hub'],
  ['.config/gh/hosts.yml', '.config/configstore', '.local/share/keyrings', 'Library/Keychains'],
  ['.docker/config.json', '.m2/settings.xml', '.m2/settings-security.xml'],
  ['.gradle/gradle.properties', '.cargo/credentials', '.gem/credentials', '.bundle/config'],
  ['.composer/auth.json', 'composer/auth.json', '.codex/auth.json', 'opencode/auth.json'],
  ['.dbt/profiles.yml', '.snowsql/config', '.huggingface/token', 'huggingface/token'],
  ['secrets/*.txt', 'proc/*/environ', 'etc/{shadow,gshadow,sudoers}'],
  // All of a repository's own folder: its settings may hold a password, its logs and objects everything else.
  ['.git', '*.git/config', 'git~1'],
].flat();

/** Folders in those above that hold programs, which people have models write and mend. */
export const publicFolders: readonly string[] = ['.git/hooks', 'git~1/hooks'];
