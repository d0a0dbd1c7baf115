"""Clean sentences of many languages, and texts that look damaged and are not."""

from __future__ import annotations

from collections.abc import Mapping

CLEAN: Mapping[str, tuple[str, ...]] = {
    "English": (
        "The café’s naïve owner said: “It’s over…” – and closed at 5 p.m.",
        "A coöperative of bakers sold 12 façade-sized loaves for £3, €4 or ¥500.",
        "Preheat to 230 °C ± 5; use ½ tsp salt · 2 × 250 g flour — no more.",
        "§ 5 of the rules ¶ forbids © and ® marks; see note ¹, ² and ³.",
    ),
    "French": (
        "L’été dernier, à Noël, où êtes-vous allés ? « Ça alors ! »",
        "« L’Œuvre au noir » fut publiée en 1968 ; c’était déjà un chef-d’œuvre.",
        "Il a crié : « DÉJÀ ÉTÉ… » — « CAFÉ », dit-elle.",
        "Le garçon naïf mangea des crêpes près du château, l’âne aussi.",
        "«\u00a0Été\u00a0» et «\u00a0ÉTÉ\u00a0» ; «\u202fâme\u202f»\u00a0: voilà\u00a0!",
    ),
    "German": (
        "Die Größe des Spaßes… „Fuß“ und „Maß“ – über Ärger lacht Özgür.",
        "»Straße« heißt GROẞE STRAẞE; ‚Gruß‘ ist ein Wort.",
        "Übergrößenträger ärgern sich über Öl an den Füßen.",
        "Der Buchstabe „Ä“, dann „Ö“ und „Ü“.",
    ),
    "Spanish": (
        "¿Qué pasó? ¡El ñandú comió piñas! —Él no dijo nada—.",
        "«AÑO», «NIÑ» y “ESPAÑA” se escriben con Ñ; 1.º y 2.ª también.",
        "La cigüeña tocó el saxofón detrás del palenque de paja.",
    ),
    "Portuguese": (
        "Não é fácil: a irmã disse “AMANHÔ e a mãe, «IRMû.",
        "As ações da nação são boas; o avô e a avó vêm à missa… AMANHÃ…",
        "A letra Ã, a letra Â e a letra Ç: ‘Ã’, “”, «Õ».",
        "NÃO, CORAÇÃO, PÃES, MÃE – SÃO PAULO.",
    ),
    "Italian": (
        "È così: perché «CITTÀ» e “PERCHÉ” si scrivono con l’accento…",
        "Lunedì e martedì andrò più giù; LIBERTÀ! PIÙ…",
    ),
    "Vietnamese": (
        "Tiếng Việt có dấu: ĐÃ ĐẾN, NGÃ, ĐÂY, CÂN, ÂM.",
        "Bà nói: “ĐÔ, rồi “LÔ. Ở đây đã lâu… ĐÃ…",
        "Người ta ăn phở ở Hà Nội mỗi buổi sáng – ngon quá!",
    ),
    "Polish": (
        "Zażółć gęślą jaźń; „ŹDŹBŁO”, ŁÓDŹ… i ŻÓŁĆ”.",
        "Świętość – Ćma, „Ą” i „Ę”: się, są, łąka.",
    ),
    "Czech": (
        "Příliš žluťoučký kůň úpěl ďábelské ódy. „ŘEŘICHA“, ČÁST…",
        "Žluťásek šel přes Ústí a Čáslav; říjen, září.",
    ),
    "Hungarian": (
        "Árvíztűrő tükörfúrógép; „Ő” és „Ű”, ŐSZ… IDŐ”",
        "Az őszi eső üresen hagyta a földet – jövőre újra.",
    ),
    "Romanian": (
        "Ăsta e „CASĂ”, FATĂ… și țară: „Ă”, Î, Ș, Ț.",
        "Fata mănâncă brânză și pâine în București.",
    ),
    "Turkish": (
        "İstanbul’da ŞİŞLİ ve Iğdır; DAĞ” çok ağır, öğüt güzel.",
        "Şu köşe yaz köşesi, şu köşe kış köşesi.",
    ),
    "Icelandic": (
        "Það er „orð“ og ÞAÐ… MEД, Ðð, Þþ, Ææ.",
        "Kæmi ný öxi hér, ykist þjófum nú bæði víl og ádrepa.",
    ),
    "Swedish": (
        "”Å”, ”Ä” och ”Ö”: PÅ… ”RÅ” heter ån; Ångström, 10 Å.",
        "Flygande bäckasiner söka hwila på mjuka tuvor.",
    ),
    "Danish": (
        "»Å« er en å, »BLÅ«, »SØ« og Ø… Æbler på træet.",
        "Høj bly gom vandt fræk sexquiz på wc; Ålen svømmer.",
    ),
    "Latvian": ("Āžūķļņģī ēš „Ā”, ĀBOLS… ŠĶĒLE” un „Ē”.", "Glāžšķūņa rūķīši dzērumā čiepj."),
    "Lithuanian": ("Ąžuolas „Ž”, ŠĄ… Ų” ir ĖĘ”; šuo įlindo čia.", "Įlinkdama fechtuotojo špaga."),
    "Greek": (
        "Ο «Οδυσσεύς» έφθασε· Ά, Έ, ΆΝΘΡΩΠΟΣ – ο ΌΜΗΡΟΣ, «Ξ».",
        "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. Ώρα, ΪΫ, 5 €.",
    ),
    "Russian": (
        "Вы «В» – Война и мир… РОССИЯ, Ёлка, съешь ещё этих булок.",
        "Сё! В’езд? С утра – № 5, РЁВ, 20 °C.",
    ),
    "Ukrainian": (
        "Віє вітер; Сім’я, Дії, Її, Їжак, Ґанок – «Сіяч» і Рік.",
        "Жебракують філософи при ґанку церкви в Гадячі, ще й шатро їхнє п’яне знаємо.",
    ),
    "Serbian": (
        "Њега, Љубав, ђак, Ћирилица, Сјај, Вјера – ЂУРЂЕВДАН.",
        "Фијуче ветар у шибљу, леди пасаже и куће иза њих.",
    ),
    "Belarusian": (
        "Ўсё быў сон; Сўў, Ёсць, Рэчка – «Мір».",
        "У Іўі худы жвавы чорт у зялёнай камізэльцы.",
    ),
    "Bulgarian": ("Ах, чудна българска земьо, полюшвай цъфтящи жита – «Ъ», РЪКА…",),
    "Japanese": (
        "日本語の「カフェ」は… おいしい！",
        "色は匂へど散りぬるを、Åさん。",
        "薔薇の蕾が綻び、驟雨の後に虹が懸かった。",
        "ﾊﾟﾝﾔﾉﾈｺ･ﾄﾞｱ ﾐｿ ﾃｽﾄ ﾆｭｰｽ｡ ﾌｧｲﾙ名はﾃﾞｰﾀ1",
        "・小麦粉 200g　・塩 ３ｇ　①醗酵 ②焼成 ㈱ ℡ №",
        "鬱金、蒟蒻、饂飩、繧繝錦、窶れた顔、縺れた糸。",
    ),
    "Chinese": (
        "这是“中文”——测试……《书》，很好。",
        "天地玄黃，宇宙洪荒。「日月盈昃」",
        "麵糰發酵後，體積會變成兩倍；應該蓋上濕布。",
        "缺省的设置是“自动”，可以在编译的时候修改。",
        "饕餮、魑魅、驚蟄、鬱鬱蔥蔥、繁體與簡體。",
    ),
    "Korean": (
        "한국어 “안녕”… 키스의 고유조건은 입술끼리 만나야 한다.",
        "밀가루 반죽을 30분 동안 발효시킨다 — 漢字도 있다.",
    ),
    "Arabic": ("هذا نص عربي، «مثال» ٢٠٢٠؟",),
    "Hebrew": ("זה טקסט בעברית – “דוגמה”, ״א״.",),
    "Hindi": ("ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण…",),
    "Thai": ("เป็นมนุษย์สุดประเสริฐเลิศคุณค่า…",),
    "Science": (
        "V = 160 Å³, A = 30 Å²; √2 ≤ 1.5, π ≈ 3.14, 5 µm.",
        "Δx ≥ ħ/2; ∑ᵢ xᵢ ≠ ∫ f(x) dx; ∂f/∂x = 0; A ∩ B ⊂ ℝ.",
        "/ˈwɔːtə/ and [ɣɛˈluːvən], ʃ, ʒ, ŋ, ə",
        "H₂O, 10⁻³ mol·L⁻¹, 4 × 5², Ω, ‰",
    ),
    "Signs": (
        "🔴 Academic → 📚 Book ✅ 1️⃣ 👩‍🔬 ★ ☆ ♥",
        "┌──┬──┐ │é │à │ ├──┼──┤ ╔═╗ ░▒▓ └── école",
        "“quotes” ‘single’ ‹one› «two» „low“ … – — • † ‡ ™",
    ),
}

TELLTALE = (
    "A irmã disse “AMANHÔ.",
    "«\u00a0Â\u00a0» est une lettre.",
    "Bà nói: “ĐÔ",
    "The cell measures 160 Å³.",
    "√µ and √≤ are no letters",
    "»Å« er en lille bæk",
    "─┐ and ═╗ and ─┤",
    "MEД",
    "É… and É” and É»",
    "Ø°",
    "10 É°",
)

QUOTING = (
    "Windows shows `â€™` where it should not.",
    'The page had "ï¿½" in place of every quotation mark.',
    "Here é becomes Ã© in the file.",
    "```\nâ€™ Ã©\n```\n",
    "> ~~~\n> â€™ Ã©\n> ~~~\n",
    "| é | Ã© |\n| ü | Ã¼ |",
    "Mojibake such as Ã¼ber comes from a wrong guess.",
    "Reading UTF-8 as Latin-1 gives Ã¼.",
    "“Ã©” is no letter.",
    "the sign ï¿½ alone",
    "`` `â€™` `` in longer marks",
    "`縺ゅ＞縺・∴縺` のような文字列",
    "文字化けの例: 譁\x87蟄怜喧縺代＠縺",
    "```\n繝・せ繝医〒縺吶€縺薙ｌ縺ｯ\n```",
)
