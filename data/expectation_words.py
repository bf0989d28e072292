"""Which words and phrases of customers speak of time, of tone, and of a solution, until somebody edits the lists?

By expectation and language. Words that several languages share stand once, with the first of them.
"""

from collections.abc import Mapping

_TIMELY = {
    "English": (
        *("wait*", "slow*", "fast", "faster", "quick*", "prompt*", "speed*", "late", "delay*", "too long", "took long"),
        *("took days", "took weeks", "a while", "within minutes", "within hours", "in no time", "right away"),
        *("immediate*", "on time", "no answer", "no reply", "no response", "called back"),
    ),
    "German": (
        *("warte*", "gewartet", "schnell*", "langsam*", "rasch*", "zügig*", "sofort*", "umgehend*", "gedauert"),
        *("zu lange", "ewig*", "verspät*", "keine Antwort", "Rückruf*", "zurückgerufen"),
    ),
    "French": (
        *("attend*", "attente*", "rapid*", "lent*", "vite", "retard*", "délai*", "trop long*", "tout de suite"),
        *("immédiat*", "pas de réponse", "sans réponse", "rappelé*"),
    ),
    "Spanish": ("rápid*", "esper*", "tard*", "demor*", "enseguida", "a tiempo", "sin respuesta", "inmediat*"),
    "Italian": ("attes*", "aspett*", "veloc*", "ritard*", "subito", "troppo tempo", "nessuna risposta"),
    "Dutch": ("wacht*", "gewacht", "snel*", "traag", "te lang", "te laat", "meteen", "op tijd", "geen antwoord"),
    "Portuguese": ("atras*", "imediat*", "sem resposta"),
}
_EMPATHETIC = {
    "English": (
        *("friendl*", "unfriendl*", "kind", "polite*", "impolite*", "rude*", "courteous*", "empath*", "understanding"),
        *("listen*", "patien*", "taken seriously", "take us seriously", "ignor*", "nobody cares", "caring", "respect*"),
        *("arrogant*", "condescend*", "dismissive", "tone", "apolog*", "attentive", "felt heard"),
    ),
    "German": (
        *("freundlich*", "unfreundlich*", "nett*", "höflich*", "unhöflich*", "geduld*", "zugehört", "verständnis*"),
        *("ernst genommen", "Tonfall", "herablassend*", "patzig*", "respekt*", "einfühlsam*", "entschuldig*"),
    ),
    "French": (
        *("aimable*", "gentil*", "poli", "polie", "impoli*", "écout*", "accueillant*", "sympa*", "méprisant*"),
        *("désagréable*", "pris au sérieux"),
    ),
    "Spanish": ("amab*", "simpát*", "educad*", "groser*", "escuch*", "pacien*", "en serio"),
    "Italian": ("cortes*", "scortes*", "maleducat*", "ascolt*", "pazien*", "disponibil*", "sul serio"),
    "Dutch": ("vriendelijk*", "onvriendelijk*", "aardig*", "beleefd*", "onbeleefd*", "geluisterd", "serieus genomen"),
    "Portuguese": ("atencios*", "grosseir*", "mal-educad*", "paciên*", "a sério"),
}
_SOLUTION = {
    "English": (
        *("solv*", "unsolved", "solution*", "resolv*", "fix*", "works", "worked", "working", "workaround*", "not work"),
        *("doesn't work", "didn't work", "broken", "persist*", "same problem", "same issue", "explain*", "competen*"),
        *("incompeten*", "knowledg*", "no idea", "clear steps", "step by step", "helpful", "unhelpful", "useless"),
    ),
    "German": (
        *("lös*", "gelöst", "ungelöst", "behoben", "beheben", "funktionier*", "klappt*", "erklär*", "kompeten*"),
        *("besteht weiterhin", "geholfen", "hilfreich*", "keine Ahnung"),
    ),
    "French": (
        *("résol*", "résou*", "fonctionn*", "ne marche pas", "expliqu*", "compéten*", "utile*", "inutile*", "dépann*"),
    ),
    "Spanish": ("resuel*", "soluci*", "funcion*", "explic*", "arregl*", "ayud*"),
    "Italian": ("risol*", "soluzion*", "funzion*", "spieg*"),
    "Dutch": ("opgelost", "oploss*", "werkt", "uitgelegd", "uitleg*", "geholpen", "deskundig*"),
    "Portuguese": ("soluç*", "resolv*", "consert*", "ajud*"),
}

BY_LANGUAGE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "timely": _TIMELY,
    "empathetic": _EMPATHETIC,
    "solution-oriented": _SOLUTION,
}
DEFAULT_WORDS: dict[str, list[str]] = {
    name: list(dict.fromkeys(word for words in languages.values() for word in words))
    for name, languages in BY_LANGUAGE.items()
}
