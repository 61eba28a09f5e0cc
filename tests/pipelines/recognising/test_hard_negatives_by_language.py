"""Each hard negative of the codebook in several languages: no narrative about power, and off topic."""

import pytest

from tests.pipelines.recognising.reading_aloud import found, on_topic

CASES = {
    "AI power as influence": [
        ("en", "The AI power of three firms worries the Senate, which wants to know who trains whom."),
        ("de", "Wem nützt die KI-Macht? Die Machtfragen der Plattformen beschäftigen den Ausschuss."),
        ("fr", "Le pouvoir de l'intelligence artificielle inquiète les députés, qui veulent un débat."),
        ("es", "El poder de la inteligencia artificial preocupa a los jueces de la región."),
        ("it", "Il potere dell'intelligenza artificiale preoccupa i giudici della regione."),
        ("pt", "O poder da inteligência artificial assusta os professores da escola."),
        ("nl", "De macht van kunstmatige intelligentie baart de filosoof zorgen."),
        ("pl", "Władza sztucznej inteligencji niepokoi filozofów z uniwersytetu."),
        ("zh", "人工智能的权力让哲学家感到不安。"),
        ("ja", "人工知能の権力を哲学者は心配している。"),
        ("ru", "Власть искусственного интеллекта тревожит философов университета."),
    ],
    "computing power": [
        ("en", "The faculty lacks computing power, and its students of machine learning take turns."),
        ("de", "Rechenleistung ist knapp, klagen Studierende der künstlichen Intelligenz."),
        ("fr", "La puissance de calcul manque, disent les étudiants en intelligence artificielle."),
        ("es", "Falta potencia de cálculo para los alumnos de inteligencia artificial."),
        ("it", "Manca la potenza di calcolo per gli studenti di intelligenza artificiale."),
        ("pt", "Falta poder de computação para os alunos de inteligência artificial."),
        ("nl", "Rekenkracht is schaars voor studenten kunstmatige intelligentie."),
        ("pl", "Moc obliczeniowa jest deficytowa, mówią studenci sztucznej inteligencji."),
        ("zh", "实验室算力不足，人工智能专业的学生轮流使用。"),
        ("ja", "計算能力が足りず、人工知能を学ぶ学生は順番を待つ。"),
        ("ru", "Вычислительная мощность в дефиците, говорят студенты кафедры искусственного интеллекта."),
    ],
    "power shortage without AI": [
        ("en", "The island has no electricity since the storm; the grid operator asks for patience."),
        ("de", "Nach dem Sturm fehlt der Strom im Tal, das Netz wird geflickt."),
        ("fr", "Depuis la tempête, l'électricité manque dans la vallée et le réseau est réparé."),
        ("es", "Falta electricidad en el valle desde la tormenta y la red se repara."),
        ("it", "Manca la corrente nella valle dopo la tempesta, la rete viene riparata."),
        ("pt", "Falta eletricidade no vale depois da tempestade e a rede está em reparo."),
        ("nl", "Er is geen stroom in het dal sinds de storm en het net wordt hersteld."),
        ("pl", "Po burzy brakuje prądu w dolinie, sieć jest naprawiana."),
        ("zh", "暴风雨过后山谷停电，电网正在抢修。"),
        ("ja", "嵐のあと谷では停電が続き、送電網の修理が進む。"),
        ("ru", "После бури в долине нет электричества, сеть ремонтируют."),
    ],
    "a team's bottleneck": [
        ("en", "Midfield was the bottleneck again, and the squad ran out of energy before the whistle."),
        ("de", "Das Mittelfeld war der Flaschenhals, und am Ende ging der Elf die Energie aus."),
        ("fr", "Le milieu de terrain fut le goulet d'étranglement de l'équipe, à court d'énergie."),
        ("es", "El mediocampo fue el cuello de botella del equipo, sin energía al final."),
        ("it", "Il centrocampo è stato il collo di bottiglia della squadra, senza energia nel finale."),
        ("pt", "O meio-campo foi o gargalo do time, sem energia no fim do jogo."),
        ("nl", "Het middenveld was de bottleneck van de ploeg, zonder energie in de slotfase."),
        ("pl", "Środek pola był wąskim gardłem drużyny, zabrakło energii w końcówce."),
        ("zh", "中场是球队的瓶颈，最后阶段球员体力不支。"),
        ("ja", "中盤がチームのボトルネックで、終盤は体力が切れた。"),
        ("ru", "Центр поля стал узким местом команды, в концовке не хватило энергии."),
    ],
    "crypto mining": [
        ("en", "Bitcoin mines burn as much electricity as a province, and the regulator wants to tax them."),
        ("de", "Bitcoin-Schürfer verbrauchen Strom wie eine Kleinstadt."),
        ("fr", "Le minage de bitcoins consomme autant d'électricité qu'une ville."),
        ("es", "La minería de bitcoin consume tanta electricidad como una ciudad."),
        ("it", "Il mining di bitcoin consuma elettricità come una città."),
        ("pt", "A mineração de bitcoin consome eletricidade como uma cidade."),
        ("nl", "Het delven van bitcoins verbruikt evenveel stroom als een stad."),
        ("pl", "Kopanie bitcoinów zużywa tyle prądu co miasto."),
        ("zh", "比特币挖矿耗电量相当于一座城市。"),
        ("ja", "ビットコインの採掘は都市一つ分の電力を消費する。"),
        ("ru", "Майнинг биткоинов расходует столько же электричества, сколько город."),
    ],
    "charging of cars": [
        ("en", "Drivers queue at chargers: the connection of new stations to the grid is the bottleneck."),
        ("de", "Ladesäulen für Elektroautos warten Jahre auf den Netzanschluss, der Engpass ist das Kabel."),
        ("fr", "Les bornes de recharge attendent des années leur raccordement au réseau."),
        ("es", "Los cargadores de coches eléctricos esperan años su conexión a la red."),
        ("it", "Le colonnine per le auto elettriche aspettano anni l'allacciamento alla rete."),
        ("pt", "Os carregadores de carros elétricos esperam anos pela ligação à rede."),
        ("nl", "Laadpalen voor auto's wachten jaren op een aansluiting op het stroomnet."),
        ("pl", "Ładowarki samochodów elektrycznych czekają latami na przyłączenie do sieci."),
        ("zh", "电动汽车充电桩接入电网要等好几年。"),
        ("ja", "電気自動車の充電器は送電網への接続を何年も待つ。"),
        ("ru", "Зарядные станции для электромобилей годами ждут подключения к сети."),
    ],
    "ships for liquefied gas": [
        ("en", "Too few LNG carriers: the bottleneck of this winter floats at anchor."),
        ("de", "Bei LNG-Tankern liegt der Engpass dieses Winters, Gas gäbe es genug."),
        ("fr", "Les méthaniers sont le goulet d'étranglement du gaz naturel cet hiver."),
        ("es", "Los buques metaneros son el cuello de botella del gas natural este invierno."),
        ("it", "Le navi metaniere sono il collo di bottiglia del gas naturale quest'inverno."),
        ("pt", "Os navios metaneiros são o gargalo do gás natural neste inverno."),
        ("nl", "Lng-tankers vormen de bottleneck voor aardgas deze winter."),
        ("pl", "Gazowce są wąskim gardłem dostaw gazu ziemnego tej zimy."),
        ("zh", "液化天然气运输船成为今冬的瓶颈。"),
        ("ja", "液化天然ガスの輸送船がこの冬のボトルネックだ。"),
        ("ru", "Танкеры для сжиженного газа стали узким местом этой зимы."),
    ],
    "AI at an energy firm": [
        ("en", "The utility's new chatbot reads meters from photographs and answers customers at night."),
        ("de", "Der Versorger setzt einen Chatbot ein, der Zählerstände abfragt."),
        ("fr", "Le fournisseur d'électricité installe un agent conversationnel pour ses clients."),
        ("es", "La eléctrica estrena un chatbot que lee contadores."),
        ("it", "L'azienda elettrica usa un chatbot che legge i contatori."),
        ("nl", "Het energiebedrijf gebruikt een chatbot die meterstanden opneemt."),
        ("pl", "Dostawca energii wprowadza chatbota, który odczytuje liczniki."),
        ("zh", "供电公司用聊天机器人回答客户问题。"),
        ("ja", "電力会社はチャットボットで問い合わせに答える。"),
        ("ru", "Энергокомпания запускает чат-бота для приёма показаний счётчиков."),
    ],
    "energy of a person": [
        ("en", "The speaker's energy filled the hall, though nobody had asked her about language models."),
        ("de", "Die Rednerin sprühte vor Energie und erzählte von ihrem Chatbot."),
        ("fr", "L'énergie de l'oratrice a rempli la salle, elle a parlé de son chatbot."),
        ("es", "La energía de la ponente llenó la sala; habló de su chatbot."),
        ("it", "L'energia della relatrice ha riempito la sala; ha parlato del suo chatbot."),
        ("pt", "A energia da palestrante encheu a sala; ela falou do seu chatbot."),
        ("nl", "De energie van de spreekster vulde de zaal; ze vertelde over haar chatbot."),
        ("pl", "Energia mówczyni wypełniła salę; opowiadała o swoim chatbocie."),
    ],
    "names of products": [
        ("en", "Learn Power BI and PowerPoint with an AI tutor; the power of attorney form is attached."),
        ("de", "Der Kurs lehrt Power BI und PowerPoint mit einem KI-Tutor."),
        ("fr", "Le cours enseigne Power BI et PowerPoint avec un tuteur en intelligence artificielle."),
        ("es", "El curso enseña Power BI y PowerPoint con un tutor de inteligencia artificial."),
        ("it", "Il corso insegna Power BI e PowerPoint con un tutor di intelligenza artificiale."),
        ("nl", "De cursus leert Power BI en PowerPoint met een AI-docent."),
        ("pl", "Kurs uczy Power BI i PowerPointa ze sztuczną inteligencją."),
    ],
}
ROWS = [(name, language, text) for name, rows in CASES.items() for language, text in rows]
IDS = [f"{name}-{language}" for name, language, _ in ROWS]

CHIPS = [
    ("en", "Memory chips are the bottleneck of artificial intelligence, the analyst says."),
    ("de", "Speicherchips sind der Engpass der künstlichen Intelligenz, sagt die Analystin."),
    ("fr", "Les puces mémoire sont le goulet d'étranglement de l'intelligence artificielle."),
    ("es", "Los chips de memoria son el cuello de botella de la inteligencia artificial."),
    ("it", "I chip di memoria sono il collo di bottiglia dell'intelligenza artificiale."),
    ("pt", "Os chips de memória são o gargalo da inteligência artificial."),
    ("nl", "Geheugenchips zijn het knelpunt voor kunstmatige intelligentie."),
    ("pl", "Chipy pamięci są wąskim gardłem sztucznej inteligencji."),
    ("zh", "存储芯片是人工智能发展的瓶颈。"),
    ("ja", "メモリー半導体が人工知能のボトルネックだ。"),
    ("ru", "Чипы памяти стали узким местом искусственного интеллекта."),
]

TEASERS = [
    ("en", "The derby ended in a draw.\n\nRead also: Electricity is the bottleneck of AI"),
    ("de", "Das Derby endete unentschieden.\n\nLesen Sie auch: Der Strom ist der Engpass der KI"),
    (
        "fr",
        "Le derby s'est terminé sur un nul.\n\nLire aussi : L'électricité est le goulet d'étranglement de l'IA",
    ),
    ("es", "El derbi acabó en empate.\n\nLea también: La electricidad es el cuello de botella de la IA"),
    ("it", "Il derby è finito in parità.\n\nLeggi anche: L'elettricità è il collo di bottiglia dell'IA"),
    (
        "pt",
        "O dérbi terminou empatado.\n\nLeia também: A eletricidade é o gargalo da inteligência artificial",
    ),
    ("nl", "De derby eindigde gelijk.\n\nLees ook: Stroom is het knelpunt voor kunstmatige intelligentie"),
    ("pl", "Derby zakończyły się remisem.\n\nCzytaj także: Prąd jest wąskim gardłem sztucznej inteligencji"),
    ("ja", "ダービーは引き分けに終わった。\n\n関連記事：電力が人工知能のボトルネックだ"),
]


@pytest.mark.parametrize(("name", "language", "text"), ROWS, ids=IDS)
def test_it_carries_no_narrative_about_power(name: str, language: str, text: str) -> None:
    # a shortage of computing may at most be read as another bottleneck than power
    allowed = {"not-power"} if name == "computing power" else set()
    assert set(found(language, text)) <= allowed


# A firm that sells electricity and runs a chatbot may well be about both.
OFF_TOPIC = [row for row in ROWS if row[0] != "AI at an energy firm"]


@pytest.mark.parametrize(("name", "language", "text"), OFF_TOPIC, ids=[f"{n}-{c}" for n, c, _ in OFF_TOPIC])
def test_it_is_off_topic(name: str, language: str, text: str) -> None:
    assert on_topic(language, text) is False, name


@pytest.mark.parametrize(("language", "text"), CHIPS, ids=[language for language, _ in CHIPS])
def test_a_bottleneck_of_chips_is_another_bottleneck_and_no_more(language: str, text: str) -> None:
    assert found(language, text) == {"not-power": "asserts"}
    assert on_topic(language, text) is False


@pytest.mark.parametrize(("language", "text"), TEASERS, ids=[language for language, _ in TEASERS])
def test_a_teaser_paragraph_is_left_out(language: str, text: str) -> None:
    assert found(language, text) == {}
    head, teaser = text.split("\n\n")
    stripped = teaser.replace("：", ":").split(":", 1)[1].strip()
    assert found(language, f"{head}\n\n{stripped}") == {"power-bottleneck": "asserts"}
