"""Invented articles in six languages, and what pages put beside them: the material of the layouts.

Belongs here: texts. Does not: how a page is built around them (`layouts`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """One article and the strangers beside it.

    Attributes:
        language: two-letter code.
        title: headline.
        lead: its standfirst.
        paragraphs: its text, in order.
        markers: phrases that head teasers in this language.
        teasers: headlines and summaries of other articles.
        next_title: headline of the article that an endless page appends.
        next_paragraphs: and its text.
    """

    language: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    markers: tuple[str, str, str]
    teasers: tuple[tuple[str, str], ...]
    next_title: str
    next_paragraphs: tuple[str, ...]

    @property
    def strangers(self) -> tuple[str, ...]:
        """All that must never reach the text of this article."""
        beside = [text for teaser in self.teasers for text in teaser]
        return (*beside, self.next_title, *self.next_paragraphs)


ENGLISH = Story(
    "en",
    "Lighthouse keeper's cottage moves uphill",
    "The sea has come within four metres of the kitchen window.",
    (
        "Stone by stone, the keeper's cottage at Brannish Point is being carried ninety metres inland this summer.",
        "The cliff below it has lost a metre a year since the winter storms of the last decade began.",
        "Masons number every block with chalk, and a retired surveyor keeps the drawings in a biscuit tin.",
        "“My grandmother hung her washing where gulls now nest,” said Morag Tully, who pays for the lime.",
        "The council gave the plot for a pound, on condition that walkers may shelter in the porch.",
        "If the weather holds, the chimney will smoke again before the first ferry of October.",
    ),
    ("Read next", "You may also like", "More stories"),
    (
        ("Village bakery wins prize for barley loaf", "Judges praised a crust that cracked like thin ice."),
        ("Two ponies found grazing on runway", "Flights were held for an hour until somebody brought oats."),
        ("Library van gets a second life as sauna", "It will be heated with shelves that nobody wanted."),
    ),
    "Ferry crew knits a scarf for the pier",
    (
        "Deckhands of the northern ferry have spent their night shifts knitting a scarf of sixty metres.",
        "It will be wound around the pier on the feast of the patron saint, if the wool lasts until then.",
        "The captain knits the corners himself, because he trusts nobody else with the difficult stitches.",
    ),
)
GERMAN = Story(
    "de",
    "Das Uhrwerk vom Rathausturm kommt ins Schulzimmer",
    "Eine Schlosserklasse richtet, was drei Firmen für hoffnungslos hielten.",
    (
        "Im Werkraum der Berufsschule Altenfurt liegt seit Montag ein Uhrwerk, das eine halbe Tonne wiegt.",
        "Es hing einhundertvierzig Jahre im Turm des Rathauses und blieb im Dezember um zehn nach vier stehen.",
        "Drei Fachbetriebe winkten ab, weil niemand mehr Zahnräder mit dieser Teilung fräst.",
        "„Dann machen wir die eben selbst“, sagte Meisterin Gudrun Felber und bestellte Bronze.",
        "Die Klasse hat bisher neun Räder gegossen, zwei davon gingen beim ersten Versuch zu Bruch.",
        "Zum Schulfest im Juli soll die Glocke wieder jede Viertelstunde schlagen, notfalls von Hand.",
    ),
    ("Lesen Sie auch", "Mehr zum Thema", "Das könnte Sie auch interessieren"),
    (
        ("Freibad öffnet mit kaltem Wasser", "Der Kessel ist bestellt, aber noch nicht geliefert."),
        (
            "Ziegen mähen den Deich bei Norderau",
            "Sie sind langsamer als die Maschine und deutlich beliebter.",
        ),
        ("Chor sucht dringend zwei tiefe Bässe", "Geprobt wird donnerstags über der alten Feuerwache."),
    ),
    "Postbotin verteilt Briefe mit dem Kahn",
    (
        "Seit die Brücke gesperrt ist, rudert Postbotin Hanne Lüders jeden Morgen über den Fluss.",
        "Sie braucht für die Strecke acht Minuten länger als mit dem Rad, bei Gegenwind auch zwanzig.",
        "Die Gemeinde hat ihr inzwischen einen Anleger aus alten Paletten gebaut und gelb gestrichen.",
    ),
)
FRENCH = Story(
    "fr",
    "À Vallorne, un moulin reprend du service",
    "Quarante familles ont acheté une part de la roue.",
    (
        "La roue du moulin de Vallorne tourne de nouveau depuis samedi, après trente-deux ans de silence.",
        "Les habitants ont réuni la somme en vendant des parts à cinquante euros sur le marché.",
        "Un charpentier du canton a taillé les pales dans un chêne abattu par la dernière tempête.",
        "« On entend l'eau depuis mon lit », raconte Odile Marchant, qui habite la maison d'en face.",
        "La farine sera vendue au poids, dans des sacs que les écoliers décorent chaque vendredi.",
        "Le premier bénéfice paiera la réfection du toit, dont les tuiles datent d'avant la guerre.",
    ),
    ("À lire aussi", "Sur le même sujet", "Articles similaires"),
    (
        ("Un âne remplace la navette du port", "Il connaît le trajet et ne tombe jamais en panne."),
        ("La fanfare cherche une grosse caisse", "L'ancienne a roulé dans le canal pendant le défilé."),
        ("Le marché aux fleurs change de place", "Les riverains se plaignaient du parfum des lys."),
    ),
    "Le facteur de Brézan prend sa retraite",
    (
        "Après quarante ans de tournées, Lucien Arbaud a rangé sa sacoche dans le grenier familial.",
        "Il estime avoir parcouru à vélo une distance égale à neuf fois le tour de la Terre.",
        "Son successeur roulera en fourgonnette, mais il promet de saluer les mêmes chiens.",
    ),
)
SPANISH = Story(
    "es",
    "El faro de Puntaseca busca vecino",
    "La casa se cede gratis a quien arregle el tejado.",
    (
        "El ayuntamiento de Puntaseca ofrece la vivienda del faro a quien se comprometa a repararla.",
        "Desde que se jubiló el último farero, las gaviotas han tomado posesión de la cocina.",
        "Hasta ayer se habían presentado sesenta candidaturas, entre ellas la de un coro completo.",
        "«Aquí el viento no descansa ni los domingos», advierte Remedios Olmo, que vive enfrente.",
        "La elegida deberá abrir la torre a las escuelas una mañana de cada mes, salvo en agosto.",
        "El pleno decidirá a finales de mayo, después de visitar a las cinco familias finalistas.",
    ),
    ("Lea también", "Te puede interesar", "Noticias relacionadas"),
    (
        ("Un pastor enseña a silbar por radio", "Las clases empiezan antes del amanecer y son gratuitas."),
        ("Vuelve el tren de los limones", "Parará en todas las estaciones que todavía tienen andén."),
        ("La banda ensaya en el lavadero", "Dicen que la piedra mojada mejora mucho los metales."),
    ),
    "Una panadera hornea el mapa de su comarca",
    (
        "Con catorce kilos de masa, Begoña Lara ha cocido un mapa en relieve de toda la comarca.",
        "Los ríos son de azúcar quemado y las carreteras de sésamo, con las curvas en su sitio.",
        "El pan se repartirá en la plaza, y cada pueblo podrá comerse a los vecinos del otro lado.",
    ),
)
CHINESE = Story(
    "zh",
    "老渡口的木船重新下水",
    "村里人凑钱修好了停在岸边二十年的渡船。",
    (
        "青石湾的木渡船上周六重新下水，船身是三位退休木匠用旧屋梁一块一块补起来的。",
        "大桥通车以后，这条船在岸边停了二十年，船底长满青苔，孩子们把它当成滑梯。",
        "去年秋天，摆渡人的孙女林小满在网上贴出一张旧照片，没想到三天里有四百人愿意出钱。",
        "“我小时候就是坐着它去上学的”，七十六岁的何老师站在码头上说，手里还拿着当年的船票。",
        "木匠们说，最难的是找到能弯的杉木，他们为此跑了四个县，最后在一座拆掉的戏台里找到了。",
        "从下个月起，渡船每逢集日开行，来回一趟收两块钱，钱用来给船刷桐油。",
    ),
    ("相关阅读", "推荐阅读", "更多新闻"),
    (
        ("山脚小学自己种出一片向日葵", "孩子们打算把葵花籽寄给去年支教的老师。"),
        ("县城最后一家照相馆改卖豆花", "老板说，墙上的旧照片一张也不会摘下来。"),
        ("养蜂人带着三百箱蜜蜂过江", "他在船上守了一夜，只听见嗡嗡的声音。"),
    ),
    "修表匠把钟楼的指针拨快一分钟",
    (
        "钟楼的管理员上个月发现，广场上的大钟每天都比车站快一分钟，而且只在早上快。",
        "修表匠老邱承认是他拨的，因为街口卖烧饼的姑娘总是赶不上第一班车。",
        "街道办开了两次会，最后决定把车站的钟也拨快一分钟，这样谁都不用改。",
    ),
)
JAPANESE = Story(
    "ja",
    "閉校した校舎に豆腐店が入る",
    "給食室の大きな釜がふたたび火を入れられる。",
    (
        "三年前に閉校した北沢小学校の給食室で、来月から豆腐店が営業を始めることになった。",
        "店を開くのは卒業生の村瀬さん夫婦で、備え付けの大釜をそのまま使えるのが決め手だった。",
        "大豆は校庭だった畑で育て、水は裏山の湧き水を引いて、朝の四時から仕込みをする予定だ。",
        "「あの釜でカレーを作っていた人たちに食べてほしい」と村瀬さんは湯気の向こうで笑った。",
        "廊下には当時の絵がそのまま残されており、客は一年生の教室で湯豆腐を味わうことができる。",
        "町は家賃を五年間取らない代わりに、月に一度は集会所として貸し出すよう求めている。",
    ),
    ("関連記事", "あわせて読みたい", "おすすめ記事"),
    (
        ("港の灯台で朝市がはじまった", "とれたてのいかを階段に並べて売っているそうだ。"),
        ("消防団が音楽隊を結成した", "ホースを巻く音まで楽器に数えているという。"),
        ("空き家の庭で見つかった古い井戸", "近所の人が交代で水をくみに来るようになった。"),
    ),
    "渡し船の船頭が九十歳で引退する",
    (
        "大川の渡し船を六十年こぎ続けた船頭の安井さんが、今月の末で櫂を置くことを決めた。",
        "雨の日も風の日も休まず、運んだ客の数は本人の帳面によればおよそ四十万人にのぼる。",
        "後を継ぐのは孫の遥さんで、電動の船には替えないと祖父に約束したそうだ。",
    ),
)
STORIES = {story.language: story for story in (ENGLISH, GERMAN, FRENCH, SPANISH, CHINESE, JAPANESE)}
