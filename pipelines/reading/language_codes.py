"""Which language a declared tag names, in the code that the corpus uses.

Belongs here: the closed lists of ISO 639 and the slips that pages make. Does not: where a page declares its language
(`metadata`), nor which language a text is in (`language`).
Source: ISO 639-2 as of 2024 with bibliographic codes; living languages only where there is no code of two letters.
"""

import re

_TWO_FOR_THREE = (
    "aar:aa abk:ab afr:af aka:ak alb:sq amh:am ara:ar arg:an arm:hy asm:as ava:av ave:ae aym:ay aze:az "
    "bak:ba bam:bm baq:eu bel:be ben:bn bih:bh bis:bi bod:bo bos:bs bre:br bul:bg bur:my cat:ca ces:cs "
    "cha:ch che:ce chi:zh chu:cu chv:cv cor:kw cos:co cre:cr cym:cy cze:cs dan:da deu:de div:dv dut:nl "
    "dzo:dz ell:el eng:en epo:eo est:et eus:eu ewe:ee fao:fo fas:fa fij:fj fin:fi fra:fr fre:fr fry:fy "
    "ful:ff geo:ka ger:de gla:gd gle:ga glg:gl glv:gv gre:el grn:gn guj:gu hat:ht hau:ha heb:he her:hz "
    "hin:hi hmo:ho hrv:hr hun:hu hye:hy ibo:ig ice:is ido:io iii:ii iku:iu ile:ie ina:ia ind:id ipk:ik "
    "isl:is ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks kat:ka kau:kr kaz:kk khm:km kik:ki kin:rw kir:ky "
    "kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv lim:li lin:ln lit:lt ltz:lb lub:lu lug:lg "
    "mac:mk mah:mh mal:ml mao:mi mar:mr may:ms mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms mya:my nau:na "
    "nav:nv nbl:nr nde:nd ndo:ng nep:ne nld:nl nno:nn nob:nb nor:no nya:ny oci:oc oji:oj ori:or orm:om "
    "oss:os pan:pa per:fa pli:pi pol:pl por:pt pus:ps que:qu roh:rm ron:ro rum:ro run:rn rus:ru sag:sg "
    "san:sa sin:si slk:sk slo:sk slv:sl sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es sqi:sq srd:sc "
    "srp:sr ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg tgl:tl tha:th tib:bo tir:ti "
    "ton:to tsn:tn tso:ts tuk:tk tur:tr twi:tw uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi vol:vo wel:cy "
    "wln:wa wol:wo xho:xh yid:yi yor:yo zha:za zho:zh zul:zu"
)
_THREE_LETTERS = (
    "ace ach ada ady ain ale alt anp arn arp arw ast awa bal ban bas bej bem bho bik bin bla bra bua bug "
    "byn cad car ceb chk chm chn cho chp chr chy cnr crh csb dak dar del den dgr din doi dsb dua dyu efi "
    "eka ewo fan fat fon frr frs fur gaa gay gba gil gon gor grb gsw gwi hai haw hil hmn hsb hup iba ilo "
    "inh jpr jrb kaa kab kac kam kbd kha kmb kok kos kpe krc krl kru kum kut lad lah lam lez lol loz lua "
    "lun luo lus mad mag mai mak man mas mdf mdr men mic min mnc mni moh mos mus mwl mwr myv nap nds new "
    "nia niu nog nqo nso nym nyn nyo nzi osa pag pam pap pau pon raj rap rar rom rup sad sah sas sat scn "
    "sco sel shn sid sma smj smn sms snk srn srr suk sus syr tem ter tet tig tiv tkl tli tmh tog tpi tsi "
    "tum tvl tyv udm umb vai vot wal war was xal yao yap zap zen zgh zun zza"
)
# Members of a macrolanguage, and former codes, under the code that the press is counted by.
_MEMBERS = (
    "nb:no nn:no nob:no nno:no iw:he in:id ji:yi mo:ro cmn:zh yue:zh wuu:zh nan:zh hak:zh fil:tl arb:ar "
    "ary:ar arz:ar apc:ar pes:fa prs:fa zsm:ms ekk:et lvs:lv khk:mn als:sq npi:ne azj:az azb:az uzn:uz "
    "swh:sw ckb:ku kmr:ku pbt:ps ory:or plt:mg gug:gn grc:el hbo:he"
)
# Codes of countries that pages give for a language. `se` and `kr` are languages too, which no outlet here writes in.
_SLIPS = "jp:ja cn:zh ua:uk gr:el cz:cs kr:ko dk:da se:sv"
_CODES = dict(pair.split(":") for pair in f"{_TWO_FOR_THREE} {_MEMBERS} {_SLIPS}".split())
_TAG = re.compile(r"^([a-z]{2,3})(?:[-_@.].*)?$", re.IGNORECASE)

LANGUAGES = frozenset({*_CODES.values(), *_THREE_LETTERS.split()})
"""Languages that have a code: of two letters, of three where there are no two."""


def language_code(value: str) -> str | None:
    """The corpus's code for a declared language, such as `en` for `eng` or `en_GB.UTF-8`; None if it names none."""
    match = _TAG.match(value.strip())
    if not match:
        return None
    declared = match.group(1).lower()
    code = _CODES.get(declared, declared)
    return code if code in LANGUAGES else None
