"""Names of months in the languages of the press, to their numbers.

Belongs here: the names, short, whole or inflected. Does not: the dates they stand in (`timestamps`).
"""

# Beginnings of the names, January first, that tell them apart within and across these languages; `-` where a name is
# one of another row or none of its own.
_BEGINNINGS = (
    "jan feb mar apr may jun jul aug sep oct nov dec",  # English
    "jän feb mär apr mai jun jul aug sep okt nov dez",  # German, Austrian January
    "jan feb mrz apr mei jun jul aug sep okt nov des",  # German short March; Dutch, Indonesian, Norwegian
    "jan feb maa apr maj jun jul agu sep okt nov dec",  # Dutch, Danish, Swedish, Indonesian
    "jan feb mac apr mei jun jul ogo sep okt nov dis",  # Malay
    "jan fév mars avr mai juin juil aoû sep oct nov déc",  # French
    "jan fev mar avr mai juin juil aou set out nov dec",  # French without accents, Portuguese
    "ene feb mar abr may jun jul ago sep oct nov dic",  # Spanish
    "gen feb mar apr mag giu lug ago set ott nov dic",  # Italian, Catalan
    "ian feb mar apr mai iun iul aug sep oct noi dec",  # Romanian
    "sty lut mar kwi maj cze lip sie wrz paź lis gru",  # Polish
    "led úno bře dub kvě červn červenc srp zář říj lis pro",  # Czech
    "sij velj ožu tra svi lipnj srpnj kolov ruj - stu pro",  # Croatian; its October is the Czech November
    "jan feb márc ápr máj jún júl avg szep okt nov dec",  # Hungarian, Slovak, Slovene, Serbian
    "sau vas kov bal geg bir liep rugp rugs spal lap gruo",  # Lithuanian
    "jaa vee mär apr mai juuni juuli aug sep okt nov dets",  # Estonian
    "tam hel maa huh tou kes hei elo syy lok marras jou",  # Finnish
    "oca şub mar nis may haz tem ağu eyl eki kas ara",  # Turkish
    "янв фев мар апр мая июн июл авг сен окт ноя дек",  # Russian
    "яну фев мар апр май юни юли авг сеп окт ное дек",  # Bulgarian
    "јан феб мар апр мај јун јул авг сеп окт нов дец",  # Serbian, Macedonian
    "січ лют бер кві тра чер лип сер вер жов лис гру",  # Ukrainian
    "ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",  # Greek
    "ιαν φεβ μάρ απρ μάι ιούν ιούλ αύγ σεπ οκτ νοέ δεκ",
    "ינו פבר מרץ אפר מאי יוני יולי אוג ספט אוק נוב דצמ",  # Hebrew
    "בינו בפבר במרץ באפר במאי ביוני ביולי באוג בספט באוק בנוב בדצמ",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",  # Arabic
    "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",  # of the Maghreb
    "- شباط آذار نيسان أيار حزيران تموز آب أيلول - - -",  # of the Levant; the others have two words
    "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",  # Persian
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",  # of the Persian year, from March
    "जन फर मार्च अप्र मई जून जुल अग सित अक् नव दिस",  # Hindi
    "มกรา กุมภา มีนา เมษา พฤษภา มิถุนา กรกฎา สิงหา กันยา ตุลา พฤศจิกา ธันวา",  # Thai
    "ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค",
)
_NUMBERS = {
    name: month for names in _BEGINNINGS for month, name in enumerate(names.split(), 1) if name != "-"
}
_LONGEST = max(map(len, _NUMBERS))


def month_number(name: str) -> int:
    """Number of a month by its name, short or inflected; 0 for other words."""
    folded = name.casefold()
    lengths = range(min(len(folded), _LONGEST), 1, -1)
    return next((_NUMBERS[folded[:n]] for n in lengths if folded[:n] in _NUMBERS), 0)
