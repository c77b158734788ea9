import { toSay } from '../../routing/say.ts';

/** Places whose files do more than stand there: a change to one of them is asked about, always. */
export interface ProtectedPlaces {
  /** What follows from a change, as the end of “… because”; in English. */
  readonly risk: string;
  /**
   * Paths in lower case, found at any depth. A star stands for any part of one name; with a slash at the end
   * the path is a folder with all that is in it, and also a file of that name.
   */
  readonly paths: readonly string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Hooks run wherever `core.hooksPath` points, so they are known by their names. */
const gitHooks = words(`
  applypatch-msg commit-msg fsmonitor-watchman post-applypatch post-checkout post-commit post-merge post-receive
  post-rewrite post-update pre-applypatch pre-auto-gc pre-commit pre-merge-commit pre-push pre-rebase
  pre-receive prepare-commit-msg push-to-checkout reference-transaction sendemail-validate
`);

/**
 * Asked about is what runs, or tells what runs, without a further step of the developer: at opening, saving,
 * installing, committing, pushing or starting a shell. Source code, tests and Dockerfiles run when the
 * developer runs them, so they are not here; `conftest.py` is, because test explorers run it at each save
 * without any test that names it.
 */
export const protectedPlaces: readonly ProtectedPlaces[] = [
  {
    risk: toSay('git runs it at each commit, push or checkout'),
    paths: words(`
      .husky/ .huskyrc* .githooks/ .git-hooks/ githooks/ git-hooks/ lefthook* .lefthook* .lefthook/
      .pre-commit-config.y*ml .pre-commit-hooks.y*ml prek.toml .overcommit.yml .git_hooks/
      simple-git-hooks.* .simple-git-hooks.* captainhook.json .lintstagedrc* lint-staged.config.*
      .commitlintrc* commitlint.config.* .czrc
    `).concat(gitHooks.flatMap((name) => [name, `${name}.*`])),
  },
  {
    risk: toSay('git runs it, or chooses by it which programs it runs'),
    paths: words(`
      .git/ .gitmodules .gitattributes .gitconfig .config/git/ .lfsconfig info/attributes
      .hg/ .hgrc .svn/ .jj/ .bzr/ .sl/
    `),
  },
  {
    risk: toSay(
      'git takes a folder with such a file for a repository and runs what its settings name',
    ),
    paths: ['head'],
  },
  {
    risk: toSay('the server that you push to runs it, with the secrets that it keeps'),
    paths: words(`
      .github/ .gitlab/ *.gitlab-ci.y*ml .gitlab-ci/ .circleci/ bitbucket-pipelines.y*ml
      azure-pipelines* .azure-pipelines/ .azuredevops/ .pipelines/ jenkinsfile* *.jenkinsfile
      .forgejo/ .gitea/ .woodpecker* .woodpecker/ .drone.y*ml .drone.jsonnet .travis.yml
      appveyor.yml .appveyor.yml .buildkite/ .semaphore/ cloudbuild.y*ml .cirrus.y*ml .cirrus.star
      .teamcity/ buildspec.y*ml netlify.toml vercel.json .build.yml .builds/ .tekton/ .ci/
      wercker.yml codemagic.yaml bitrise.yml codeowners action.yml action.yaml renovate.json*
      .renovaterc* release.config.* .releaserc*
    `),
  },
  {
    risk: toSay('VS Code runs its tasks and follows its settings'),
    paths: words('.vscode/ *.code-workspace .vscode-test.* .vscode-server/ code-workspace'),
  },
  {
    risk: toSay('an editor or a container runs it when the project is opened'),
    paths: words(`
      .idea/ *.iml *.ipr .fleet/ .zed/ .vs/ .devcontainer/ .devcontainer.json devcontainer.json
      .gitpod.yml .gitpod.dockerfile devfile.yaml .replit *.sublime-project .theia/ .helix/ .nova/
      .settings/ .project .classpath .dir-locals*.el .exrc .nvimrc .nvim.lua .lvimrc .vimrc.local
      .projections.json .vim/ .vimrc _vimrc .gvimrc .config/nvim/ init.vim .emacs .emacs.d/ .kakrc
    `),
  },
  {
    risk: toSay(
      'an extension of your editor runs it as soon as it is saved or the project is opened',
    ),
    paths: words(`
      eslint.config.* .eslintrc* prettier.config.* .prettierrc* stylelint.config.* .stylelintrc*
      tailwind.config.* postcss.config.* .postcssrc* babel.config.* .babelrc* vite.config.*
      vitest.config.* vitest.workspace.* jest.config.* svelte.config.* playwright.config.*
      webpack.config.* rollup.config.* next.config.* nuxt.config.* astro.config.* vue.config.*
      metro.config.* cypress.config.* wdio.conf.* karma.conf.* .mocharc* .swcrc* .storybook/
      gulpfile.* gruntfile.* turbo.json nx.json conftest.py
      biome.json* oxlint.config.* build.rs build.gradle* settings.gradle* init.gradle* gradlew*
      gradle/ buildsrc/ mvnw* .mvn/ cmakelists.txt cmakepresets.json cmakeuserpresets.json *.cmake
      makefile gnumakefile *.mk directory.build.* directory.packages.props *.csproj *.fsproj
      *.vbproj *.vcxproj *.targets *.props *.sln *.slnx .rustfmt.toml
    `),
  },
  {
    risk: toSay(
      'the package manager follows it when somebody installs: which programs run and where packages come from',
    ),
    paths: words(`
      .npmrc .yarnrc* .yarn/ .pnp.* .pnpmfile.* pnpmfile.* pnpm-workspace.yaml bunfig.toml
      .bunfig.toml .bowerrc pip.conf pip.ini .pip/ .pypirc .condarc uv.toml poetry.toml
      nuget.config .nuget/ .cargo/ .gemrc .bundle/ .m2/ .ivy2/ .composer/
      deno.json deno.jsonc setup.py setup.cfg conda-meta/ .mise.toml mise.toml .mise/ .config/mise/
      .tool-versions .asdfrc .proto/ .prototools devbox.json
    `),
  },
  {
    risk: toSay('it says which packages are installed, and packages run with your rights'),
    paths: words(`
      package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock
      cargo.toml cargo.lock pyproject.toml poetry.lock uv.lock pdm.lock pylock*.toml pipfile
      pipfile.lock requirements*.txt requirements/ constraints*.txt environment.y*ml composer.json
      composer.lock gemfile* gems.rb *.gemspec go.mod go.sum go.work mix.exs mix.lock
      packages.lock.json packages.config package.swift package.resolved podfile* pubspec.y*ml
      pubspec.lock pom.xml build.sbt project/plugins.sbt flake.nix flake.lock shell.nix default.nix
      brewfile bower.json jsr.json lerna.json rush.json
    `),
  },
  {
    risk: toSay('it belongs to an installed package, which runs without anybody reading it'),
    paths: words(
      'node_modules/ bower_components/ .venv/ venv/ site-packages/ dist-packages/ sitecustomize.py usercustomize.py *.pth',
    ),
  },
  {
    risk: toSay('agents take it for their instructions and start the servers that it names'),
    paths: words(`
      .mcp.json mcp.json mcp_config.json .mcp/ mcp-servers.json *.mcp.json .cursor/ .cursorrules
      .cursorignore .claude/ .claude.json claude*.md .claude-plugin/ agents*.md agent.md gemini.md
      .gemini/ .codex/ .windsurf/ .windsurfrules .clinerules* .cline/ .roo/ .roorules* .roomodes
      .rooignore .kilocode/ .kilocodemodes .continue/ .continuerc* .continuerules .aider* .amazonq/
      .kiro/ .junie/ .augment/ .augment-guidelines .goosehints .goose/ .opencode/ opencode.json*
      crush.json .crush* .trae/ .qwen/ qwen.md .rules .agents/ .agent/ .copilot/
      copilot-instructions.md *.instructions.md *.prompt.md *.chatmode.md *.agent.md skill.md *.mdc
      .ai/ .tabnine/ .factory/ .warp/ warp.md .openhands/ .devin/
      claude_desktop_config.json .bolt/ .idx/
    `),
  },
  {
    risk: toSay('your shell runs it when it starts'),
    paths: words(`
      .bashrc .bash_* .profile .zshrc* .zshenv .zprofile .zlogin .zlogout .zsh/ .oh-my-zsh/ .kshrc
      .mkshrc .cshrc .tcshrc .login .logout .config/fish/ fish_variables .inputrc .xprofile
      .xinitrc .xsession* .xsessionrc .pam_environment .tmux.conf .screenrc profile.ps1
      *_profile.ps1 .config/powershell/ .hushlogin .zimrc .p10k.zsh .xonshrc .config/nushell/
      .elvish/ etc/profile* etc/bash.bashrc etc/environment etc/zsh/
    `),
  },
  {
    risk: toSay('direnv runs it when a shell enters the folder'),
    paths: words('.envrc .direnv/ .direnvrc .config/direnv/'),
  },
  {
    risk: toSay('your programs take their keys and addresses from it'),
    paths: words('.env .env.* *.env .env-* .flaskenv .dev.vars* .secrets'),
  },
  {
    risk: toSay('a tool runs it when it starts, or it lets others in'),
    paths: words(`
      .ssh/ authorized_keys known_hosts .gnupg/ .netrc _netrc .curlrc .wgetrc .aws/ .kube/ .docker/
      .azure/ .config/gcloud/ .rprofile .renviron .irbrc .pryrc .gdbinit .lldbinit .psqlrc .sqliterc
      .pythonrc* .pythonstartup .ipython/ .jupyter/ .pdbrc .node_repl* .ghci .guile .sbclrc
      startup.jl .config/pip/ .noderc .perldb .my.cnf .mailcap .config/ etc/sudoers* sudoers.d/
    `),
  },
  {
    risk: toSay('your computer starts it by itself'),
    paths: words(`
      autostart/ *.desktop launchagents/ launchdaemons/ programs/startup/ crontab cron.d/
      cron.daily/ cron.hourly/ cron.weekly/ cron.monthly/ init.d/ rc.local rc.d/ systemd/
      login-items/ .local/bin/ .local/share/applications/ autorun.inf desktop.ini *.lnk *.url
      *.scf
    `),
  },
  {
    risk: toSay('Tierwise takes its rules, workflows, evaluations and checks from it'),
    paths: ['.tierwise/'],
  },
];
