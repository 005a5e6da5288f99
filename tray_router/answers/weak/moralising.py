"""Answers that reproach instead of helping: "It is not appropriate to …", and nothing but advice to be good.

Rule: a caution in front of an answer is no refusal. It takes a reproach at the beginning and morals in most of what
follows, and a question that did not ask whether something is right. Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

from tray_router.answers.weak import cues
from tray_router.answers.weak.lexicon import contains, entries
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.question import Question
from tray_router.answers.weak.text import as_words, word_count

_MOST_SENTENCES = 14
_FIRST_SENTENCES = 3
_MOSTLY = 0.6  # share of the words that stand in moral sentences
_FEWEST_WORDS = 12

_GOOD = (
    r"(?:appropriate|ethical|acceptable|right|respectful|okay|ok|fair|legal|moral|constructive|kind|funny|recommended"
    r"|advisable|responsible)"
)
_REPROACH = Pattern(
    rf" it(?:'s| is| would be| was| would)? (?:not|never)(?: be)? (?:\w+ or )?{_GOOD} "
    rf"| i do(?:n't| not) (?:think|believe) (?:it's|it is|that it's|that it is|that) (?:\w+ or )?{_GOOD} "
    rf"| (?:is|are|be) (?:not|never)(?: an?)?(?: \w+)? {_GOOD}"
    r"| i (?:would |must |have to |do )?(?:strongly )?(?:advise|recommend|urge|caution|warn)(?: you)?"
    r" (?:against|not to) "
    r"| i (?:must|have to|need to|want to|would like to|feel compelled to) (?:\w+ )?"
    r"(?:point out|clarify|emphasi[sz]e|stress|address|remind|inform|state|note) "
    r"| (?:question|request|prompt|query|statement|joke)(?: that)?(?: you've| you have| you)? ?(?:asked|made)?"
    r"(?: is| contains| may be| could be| seems)(?: to be)?(?: \w+)?"
    r" (?:not|harmful|inappropriate|offensive|illegal|unethical) "
    r"| (?:promoting|encouraging|glorifying|using|making|stealing|killing|harming|hurting|cheating|lying|violence"
    r"|vandalism)"
    r"[^.]{0,80} (?:is|are) (?:never|not|illegal|wrong|unethical|harmful)"
    r"| it(?:'s| is) (?:very |always |also )?(?:important|essential|crucial|vital|necessary) (?:to|that)[^.]{0,120}"
    r" (?:respect|dignity|kindness|harmful|violence|illegal|unethical|ethical|never|discriminat\w+|stereotyp\w+"
    r"|law|laws|rights|consent|safety) "
)

_MORAL = entries(
    """
    appropriate; inappropriate; ethical; ethics; unethical; illegal; legal consequences; against the law; the law;
    laws; crime; crimes; criminal; harm; harmful; harms; harming; violence; violent; respect; respectful; respected;
    respecting; kindness; dignity; discriminat*; stereotyp*; prejudice; inclusiv*; equality; equal rights; rights;
    moral*; condone; glorify*; promote*; promoting; responsible; responsibly; responsibility; consent; well being;
    wellbeing; dangerous; never acceptable; not acceptable; unacceptable; acceptable; seek help; professional help;
    mental health; authorities; law enforcement; consequences; role model*; empathy; compassion*; trauma*;
    privacy; offensive; hurtful; sensitive; safety; unsafe; serious injury; professionals; not advisable;
    discourage; important to; essential to; crucial to; refrain; angemessen; gewalt; schaden; schadet;
    illegal; gesetz*; respekt*; unethisch; verantwort*; strafbar; hilfe holen; approprié; éthique; illégal*; loi;
    violence; respect; respecter; danger*; nuire; apropiado; ético; ética; ilegal; ley; leyes; violencia; respeto;
    respetar; daño; peligros*; apropriado; lei; leis; violência; respeito; respeitar; perigos*; appropriato; etico;
    illegale; legge; violenza; rispetto; rispettare; pericolos*; неэтичн*; незакон*; закон*; насили*; уважа*; уважен*;
    вред*; опасн*; недопустим*; 不合适; 不道德; 道德; 违法; 法律; 尊重; 暴力; 伤害; 犯罪; 危险; 不适当; 適切; 倫理;
    違法; 法的; 尊重し; 危険; 専門家; 범죄; 불법; 윤리; 법적; 존중; 폭력; 위험; 해를; 처벌; 권장; 전문가; 대신; 안전;
    피해
    """
)
_HELPING = Pattern(r"(?m)^[ \t]*(?:\d+[.)]|[-*•]) ?(?:\S+ ){2}")

_IS_IT_RIGHT = entries(
    """
    ist es; darf; ist das; sollte; est ce; puis je; es; puedo; debo; é; posso; devo; è; можно; стоит; is it; are there;
    should; is this; are these; may i; am i; is there; can i; can you; could; would it; does; do; did; was; were; is;
    are; will; has; have
    """
)
_ABOUT_MORALS = entries(
    """
    legal*; illegal*; law; laws; ethic*; ethical; unethical; moral*; appropriate*; inappropriate; acceptable; allowed;
    wrong; rights; polite; rude; safe; safely; safety; dangerous; danger*; risk*; harmful; responsible; respect*;
    etiquette; advice; opinion; think; privacy; discriminat*; racis*; sexis*; stereotyp*; violence; consequences; sins;
    erlaubt; légal*; permitid*; permesso; законно; 合法; 可以; 吗; 违法; 合法的; いいですか; 合法か; 불법; 합법; 괜찮;
    되나요; bully*; abuse*; cheat*; scam*; fraud; offensive; tips; advise; dilemma
    """
)


def is_moralising(question: Question, prose: str, head: list[str]) -> bool:
    """The answer reproaches and gives good advice where a plain question was asked. ``head``: its sentences."""
    said = [as_words(sentence) for sentence in head[:_MOST_SENTENCES]]
    sizes = [word_count(words) for words in said]
    if sum(sizes) < _FEWEST_WORDS or len(_HELPING.findall(prose)) >= 3:
        return False
    if not _begins_with_reproach(said[:_FIRST_SENTENCES]):
        return False
    if question.is_transformation or question.asks(cues.CORRESPONDENCE, cues.ABOUT_ASSISTANTS, cues.LONG_TEXT):
        return False
    if _IS_IT_RIGHT.begin(question.words) or question.asks(_ABOUT_MORALS):
        return False
    moral = sum(
        size for words, size in zip(said, sizes, strict=True) if contains(words, _MORAL) or contains(words, _REPROACHES)
    )
    return moral >= _MOSTLY * sum(sizes)


def _begins_with_reproach(said: list[str]) -> bool:
    """A reproach with nothing but pleasantries in front of it: whoever explains first does answer."""
    for words in said:
        if _REPROACH.search(words) or contains(words, _REPROACHES):
            return True
        if not contains(words, _PLEASANTRIES):
            return False
    return False


_REPROACHES = entries(
    """
    nicht angemessen; nicht in ordnung; ist illegal; ist unethisch; rate davon ab; davon abraten; ist strafbar;
    n'est pas approprié; pas éthique; est illégal; vous déconseille; te déconseille; n'est pas acceptable;
    no es apropiado; no es ético; es ilegal; no es aceptable; no está bien; não é apropriado; não é ético; é ilegal;
    não é aceitável; non è appropriato; non è etico; è illegale; non è accettabile; неэтично; неуместно; незаконно;
    недопустимо; 是不合适的; 是不道德的; 是违法的; 是非法的; 不恰当的; 违法行为; 不適切です; 違法です; 犯罪です;
    許されません; 심각한 범죄; 비윤리적; 권장되지 않; 해서는 안; 적절하지 않; 법적으로 문제
    """
)
_PLEASANTRIES = entries(
    """
    happy to help; glad; thank you; thanks; hello; i understand; i'm just an ai; as an ai; as a responsible; sorry;
    i apologize; i apologise; great question; interesting; my purpose; i'm here to; greetings; of course; sure;
    thought provoking; i am an ai; language model; personal opinions
    """
)
