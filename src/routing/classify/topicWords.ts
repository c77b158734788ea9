/** Names of languages, libraries and tools. */
export const toolWords = `python python2 python3 java javascript typescript js ts jsx tsx c# c++ cpp csharp golang rust php ruby
kotlin swift objective-c html html5 css css3 scss sass sql mysql postgres postgresql sqlite mongodb mongo redis mariadb oracle
mssql plsql tsql react reactjs preact vue vuejs vue3 nuxt angular angularjs svelte sveltekit solidjs django flask fastapi spring
springboot hibernate jpa laravel symfony codeigniter yii node nodejs deno bun express nestjs nest koa docker kubernetes k8s helm
git github gitlab bitbucket linux ubuntu debian centos fedora arch archlinux windows macos unix bash zsh powershell cmd batch
terminal shell excel vba word powerpoint outlook access matlab octave simulink pandas numpy scipy sympy sklearn scikit-learn
matplotlib seaborn plotly tensorflow keras pytorch torch opencv pillow yolo huggingface transformers bert gpt llm openai langchain
unity unreal godot roblox minecraft pygame love2d phaser blender arduino esp32 esp8266 stm32 raspberry raspbian selenium
playwright puppeteer scrapy beautifulsoup nginx apache tomcat iis aws azure gcp s3 ec2 lambda terraform ansible vagrant jenkins
qt pyqt pyqt5 pyside wpf winforms winform xaml maui xamarin tkinter kivy swing javafx flutter dart android ios ionic cordova
electron tauri webpack vite rollup babel npm yarn pnpm pip conda anaconda venv virtualenv maven gradle cmake make gcc clang llvm
latex markdown regex graphql grpc rest soap kafka rabbitmq mqtt elasticsearch solr lucene spark hadoop hive flink airflow kettle
dbt ffmpeg vlc gstreamer jquery bootstrap tailwind tailwindcss nextjs next.js gatsby astro lua perl scala haskell clojure elixir erlang
julia fortran cobol pascal delphi prolog lisp assembly asm nasm vhdl verilog labview gdb valgrind wordpress woocommerce shopify
magento drupal json xml yaml toml csv parquet protobuf api apis sdk jdk jvm jre .net dotnet asp.net blazor entity linq razor
telegram discord slack whatsapp wechat uniapp firebase supabase heroku vercel netlify stripe paypal jwt oauth oauth2 keycloak
eclipse intellij pycharm vscode vim neovim emacs xcode jupyter colab anki polybar xmonad i3 wsl vmware virtualbox proxmox cron
systemd ssh sftp ftp http https tcp udp dns dhcp vpn tor nmap wireshark proxychains burp metasploit libusb usb uart i2c spi gpio
bluetooth wifi autohotkey ahk autoit servicenow salesforce apex sap abap powerbi tableau dax power-bi sharepoint thymeleaf
junit pytest jest mocha cypress gtest googletest solidity web3 ethers ethereum metamask ggplot ggplot2 dplyr shiny tidyverse rstudio
sed awk grep jq tmux ranger curl wget rsync swagger openapi prisma typeorm sequelize mongoose sqlalchemy alembic celery gunicorn
redux zustand mobx rxjs pinia vuex threejs three.js d3 echarts leaflet openlayers gradio streamlit webgl opengl vulkan directx glsl
hlsl cuda opencl gulp eslint prettier bazel nix posix ansi utf-8 unicode ascii gitlab-ci cisco mikrotik zabbix grafana prometheus navicat
django-rest rails sinatra bevy tokio actix axum wasm webassembly cheerio axios lodash moment chartjs socket.io websocket websockets webrtc`;

/** Parts of programs, and what developers do with them. */
export const craftWords = `array arrays list lists string strings integer integers int float double char boolean bool byte bytes bit bits
variable variables constant constants parameter parameters param params argument arguments args arg attribute attributes property
properties field fields object objects instance instances type types generic generics enum struct union tuple dict dictionary map
hashmap set queue stack heap tree graph node nodes linked pointer pointers reference references iterator generator loop loops
condition conditions statement statements expression operator operators recursion recursive algorithm algorithms complexity sort
sorting search binary index indexes indices key keys value values null none nil undefined nan return returns callback callbacks
promise promises async await thread threads threading process processes coroutine mutex lock deadlock semaphore event events listener
handler handlers signal signals function functions method methods class classes constructor inheritance polymorphism interface
interfaces abstract static public private module modules package packages library libraries import imports dependency dependencies
framework plugin plugins extension script scripts program programs code codes snippet macro macros source compile compiler compiled
interpreter build builds binary executable exe dll command commands cli flag flags option options config configuration settings
setting env environment path paths file files filename filenames folder folders directory directories database databases db query
queries schema row rows column columns record records entity entities relation join transaction migration backup cursor server
servers client clients request requests response responses endpoint endpoints route routes router url urls link header headers
body payload cookie cookies session sessions token tokens auth authentication authorization login logout password username port ports host
hostname localhost domain ip proxy network socket sockets packet packets stream streams buffer buffers cache caching memory cpu gpu
ram disk storage log logs logging logger console output input stdin stdout stderr print prints parse parser parsing format formatting
encode encoding decode encrypt encryption decryption hash hashes hashing checksum regex pattern random seed timestamp datetime date
timezone deploy deployment deployed container containers image cluster pod pods service services microservice microservices pipeline
ci branch branches commit commits merge rebase repo repository repositories pull push pr diff patch version versions release
page pages website site web webpage browser frontend backend front-end back-end ui ux gui button buttons form forms textbox input
dropdown checkbox select menu menus navbar sidebar modal popup dialog tooltip tab tabs grid flexbox layout div span tag tags element
elements css selector style styles stylesheet animation canvas svg render rendering component components widget widgets hook hooks
state props prop store view views template templates controller model models middleware dataset dataframe matrix matrices vector
vectors tensor tensors neural network layer layers training train epoch loss accuracy classifier classification regression
clustering prediction feature features shader texture sprite mesh collision player enemy game games level scene camera bot bots
scraper scraping crawler webhook chatbot app apps application applications mobile desktop software hardware driver kernel sensor led
firmware debug debugger breakpoint traceback exception exceptions error errors bug bugs warning syntax runtime compile-time
algorithmic data datatype structure structures textfield label labels screen window windows pixel pixels cell cells sheet spreadsheet
formula worksheet workbook slider toggle keyboard mouse click clicked hotkey shortcut clipboard prompt chunk chunks symbol symbols
sql subquery trigger procedure table tables tuples axis plot plots chart charts histogram legend tooltip metric metrics percentile`;

/** Topics that have nothing to do with programs. */
export const lifeWords = `recipe recipes cook cooking bake food eat dinner breakfast lunch restaurant coffee tea milk sugar cake bread chicken
rice weather rain sun summer winter spring autumn movie movies film films actor actress cinema series music song songs lyrics
melody tune guitar piano dance band album composer chord rhyme love friend friends girlfriend boyfriend wife husband marriage wedding
family mother father parents child children kids baby birthday gift party holiday vacation travel trip hotel flight tourism city
country capital island river mountain sea ocean continent population europe asia africa america china india russia germany
france japan korea canada president king queen minister government politics political election elections vote law laws court
police army war peace history historical revolution century empire ancient religion god church bible health medical medicine
doctor patient hospital disease symptoms diet weight calories exercise fitness sleep stress psychology therapy anxiety depression
school teacher teachers pupil university college exam exams lecture thesis dissertation essay homework grammar vocabulary english spanish
french german chinese russian turkish arabic hindi japanese language languages translator translate translation translated subtitles
sentence sentences paragraph paragraphs article articles blog letter story stories novel book books author poem poetry character
characters speech presentation slogan advertisement advertising marketing brand brands customer customers market sales
company companies business enterprise startup management manager employee employees salary job jobs career interview resume cv money
bank loan invest investment investing investor stocks stock bonds bond funds fund gold profit tax taxes economy economic
inflation trade finance financial price prices coupon coupons discount discounts lottery prize prizes merchant merchants yuan dollar
euro shop shopping store buy sell car cars bike train bus road football soccer basketball tennis team teams champion cup
olympic player's sport sports animal animals dog dogs cat cats bird birds fish horse lion tiger rabbit plant plants flower flowers
tree garden chemistry chemical acid base solution molar titration ph reaction molecule atom electron physics force velocity
acceleration gravity energy voltage current resistance semiconductor planck boltzmann wavelength friction momentum mass temperature biology
cell dna evolution photosynthesis planet planets star stars moon earth universe zodiac astrology sign signs venus mars jupiter
saturn algebra geometry triangle angle cosine sine tangent integral derivative equation equations theorem proof probability
statistics polynomial logarithm sociology philosophy philosopher ethics culture cultural art artist painting museum architecture's
environment climate pollution nuclear oil agriculture industry factory energy's feminism gender society social joke jokes funny
riddle game's rap anime manga fantasy hero heroine dragon detective dream dreams color's fashion clothes makeup skin hair
seo title titles caption keyword's description descriptions youtube instagram tiktok facebook linkedin hashtag tweet video's channel podcast mr mrs dear
sincerely regards wrote roleplay pretend imagine rewrite rephrase paraphrase proofread formal informal tone humanize plagiarism unique`;
