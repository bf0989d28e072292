"""Of which sentences are the comments of the sample company made: by rating, theme and language?"""

from collections.abc import Mapping
from itertools import chain

THEMES = ("time", "tone", "solution", "other")
Sentences = Mapping[str, tuple[str, ...]]

_POOR: Mapping[str, Sentences] = {
    "time": {
        "en": (
            "Waited three days for the first answer.",
            "Far too slow, we were still waiting on Friday.",
            "No answer for two days, then only an automatic reply.",
            "Nobody called back, although it was promised.",
            "The reply came too late, the event was over.",
            "Slow, slow, slow.",
        ),
        "de": ("Viel zu langsam.", "Wir haben drei Tage auf eine Antwort gewartet.", "Es hat ewig gedauert."),
        "fr": ("Réponse beaucoup trop lente.", "Deux jours d’attente sans réponse."),
        "es": ("Tardaron tres días en responder.", "Demasiada espera."),
    },
    "tone": {
        "en": (
            "Nobody listened, I explained the same thing three times.",
            "The tone was rude.",
            "Felt ignored, my question was never read.",
            "We were not taken seriously.",
        ),
        "de": ("Unfreundlich am Telefon.", "Man fühlt sich nicht ernst genommen."),
        "fr": ("Personne ne nous a écoutés.",),
        "es": ("No nos tomaron en serio.",),
    },
    "solution": {
        "en": (
            "The problem persists.",
            "The ticket was closed, but the sync is still broken.",
            "A workaround, not a solution.",
            "Not solved, same problem again today.",
            "The agent had no idea how exports work.",
            "The steps did not help, the import still does not work.",
        ),
        "de": ("Das Problem besteht weiterhin.", "Keine Lösung, nur Textbausteine.", "Der Fehler ist nicht behoben."),
        "fr": ("Le problème n’est pas résolu.", "Toujours pas de solution."),
        "es": ("El problema sigue sin solución.", "Sigue sin funcionar."),
    },
    "other": {
        "en": ("Passed from one person to the next.", "Disappointing.", "Expected more at this price."),
        "de": ("Enttäuschend.", "Vier Ansprechpartner für eine Frage."),
        "fr": ("Décevant.",),
        "es": ("Decepcionante.",),
    },
}
_MIDDLE: Mapping[str, Sentences] = {
    "time": {
        "en": ("OK in the end, but slow.", "Had hoped for a quicker reply.", "It took a while."),
        "de": ("Es hat etwas lange gedauert.",),
        "fr": ("Un peu lent.",),
        "es": ("Un poco lento.",),
    },
    "tone": {
        "en": ("Friendly, but a little short.", "Polite, though not very patient."),
        "de": ("Freundlich, aber knapp.",),
        "fr": ("Poli, sans plus.",),
        "es": ("Amable, pero con prisa.",),
    },
    "solution": {
        "en": ("Half solved.", "It works now, the cause is not clear.", "The workaround is fine for now."),
        "de": ("Nur zum Teil gelöst.",),
        "fr": ("Résolu en partie.",),
        "es": ("Resuelto a medias.",),
    },
    "other": {
        "en": ("Fine.", "A link to the docs would have been good."),
        "de": ("In Ordnung.",),
        "fr": ("Correct.",),
        "es": ("Normal.",),
    },
}
_GOOD: Mapping[str, Sentences] = {
    "time": {
        "en": (
            "Super fast, thank you!",
            "Quick answer, within minutes.",
            "The reply came right away.",
            "Impressively fast, as always.",
            "A quick call back and all was clear.",
        ),
        "de": ("Schnelle Antwort, vielen Dank!", "Sehr schnell, danke."),
        "fr": ("Réponse rapide, merci !", "Très rapide."),
        "es": ("Respuesta muy rápida, gracias.",),
    },
    "tone": {
        "en": (
            "Very friendly and patient.",
            "Mia really listened, thank you.",
            "Friendly people, as always.",
            "Kind and polite, a pleasure.",
        ),
        "de": ("Sehr freundlich und geduldig.", "Nette Beratung, danke."),
        "fr": ("Très aimable et à l’écoute.", "Équipe sympathique."),
        "es": ("Muy amables y pacientes.",),
    },
    "solution": {
        "en": (
            "Solved at the first try, thank you.",
            "Clear steps, the import works again.",
            "Competent and well explained.",
            "Great help, the sync works now.",
            "The fix worked, thank you.",
        ),
        "de": ("Problem gelöst, danke.", "Kompetent und gut erklärt."),
        "fr": ("Problème résolu, merci.", "Explications claires, tout fonctionne."),
        "es": ("Problema resuelto, gracias.", "Muy bien explicado."),
    },
    "other": {
        "en": ("Exactly what I needed.", "Best support I know.", "Thank you! 🙏", "All good 👍"),
        "de": ("Alles bestens.", "Perfekt!"),
        "fr": ("Merci, parfait.",),
        "es": ("Perfecto, gracias.",),
    },
}
NPS: tuple[tuple[str, ...], ...] = (
    (
        "Support has become too slow.",
        "Too many open problems, and the price went up.",
        "The tool is fine, getting help is not.",
        "Preis und Leistung passen nicht mehr.",
        "Still waiting on features promised last year.",
        "The same bug persists, and support is slow.",
        "Demasiado caro.",
        "Zu oft keine Antwort vom Support.",
        "Slow support, no solution after three tickets.",
        "Trop cher, et le support est lent.",
        "Reports are still broken.",
        "Not worth the price any more.",
    ),
    (
        "Good product, some rough edges.",
        "Does what it should.",
        "Solide, aber die App könnte besser sein.",
        "Would like more integrations.",
        "Correct, mais un peu cher.",
        "Fine, though the reports are hard to read.",
        "Está bien, nada más.",
    ),
    (
        "Saves us hours every week.",
        "Love the planning board, and support is great.",
        "Already told two partners about it.",
        "Einfach und zuverlässig.",
        "Un outil indispensable.",
        "The team behind it really listens.",
        "Fast and friendly support, and the tool simply works.",
        "Friendly people who solve problems.",
        "Support antwortet schnell und freundlich.",
        "Easy to use, great support.",
        "Muy buena herramienta, soporte rápido.",
        "Simple, rapide, fiable.",
    ),
)


def _with_pairs(level: Mapping[str, Sentences]) -> tuple[tuple[str, ...], ...]:
    """One group per theme: its sentences alone, and every second one followed by a sentence of the next theme."""
    time, tone, solution, other = (level[theme] for theme in THEMES)
    pairs = (_pairs(time, tone), _pairs(tone, solution), _pairs(solution, time), ())
    alone = (tuple(chain.from_iterable(theme.values())) for theme in (time, tone, solution, other))
    return tuple((*sentences, *paired) for sentences, paired in zip(alone, pairs, strict=True))


def _pairs(first: Sentences, second: Sentences) -> tuple[str, ...]:
    return tuple(
        f"{sentence} {second[language][place % len(second[language])]}"
        for language, sentences in first.items()
        for place, sentence in enumerate(sentences[::2])
    )


# Three ratings (1 and 2, 3, 4 and 5) times four themes.
CSAT: tuple[tuple[str, ...], ...] = tuple(group for level in (_POOR, _MIDDLE, _GOOD) for group in _with_pairs(level))
