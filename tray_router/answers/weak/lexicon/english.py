"""English, which most failing models fall back to. Data only; any thread."""

from tray_router.answers.weak.lexicon.phrases import Phrases, entries

ENGLISH = Phrases(
    language="en",
    apology=entries(
        """
        sorry; i apologize; i apologise; my apologies; apologies; unfortunately; i regret; i'm afraid; i am afraid
        """
    ),
    cannot=entries(
        """
        i can't; i cannot; i can not; i cant; i'm unable; i am unable; i'm not able; i am not able; i won't;
        i will not; i'm not allowed; i am not allowed; i'm not permitted; i'm not comfortable; i am not comfortable;
        i do not have the ability; i don't have the ability; i do not have the capability; i don't have the capability;
        i do not have access; i don't have access; i have no ability; i have no access; i have no way; i lack the;
        i must decline; i have to decline; i must respectfully decline; i am not programmed; i'm not programmed;
        i'm not designed; i am not designed; i am not capable; i'm not capable; i can neither; i decline; we cannot;
        we can't; i also cannot; i also can't; i do not feel comfortable; i don't feel comfortable;
        it is not possible for me; it would not be appropriate for me; i am prohibited; i do not possess; i refuse;
        i don't have personal; i do not have personal; ai and do not have the ability; ai and don't have the ability;
        assistant and do not have the ability; do not condone; don't condone; i strongly condemn; question contains a;
        i am currently unable; i'm currently unable; i simply cannot; i really can't; i'm just not able;
        i am designed to…and cannot; is not something i can; isn't something i can; not something i'm able;
        i'm going to have to decline; i should not; i shouldn't; can't i'm
        """
    ),
    serve=entries(
        """
        assist; help with; help you with; help you; be of help; assistance; your request; this request; that request;
        such a request; such request*; requests of; fulfill; fulfil; comply; do that; do this; can't help; cannot help;
        can't do; continue with this; continue this conversation; engage in; engage with; answer that; answer this;
        answer your question; respond to that; respond to this; inappropriate; illegal; unethical; harmful;
        accommodate; explicit; offensive; guidelines; identify people; identify who; identify the person;
        identify individuals; identifying people; identify real people; identify any; discuss that; discuss this topic;
        proceed with; go along with; help on that; help in this; participate in; decline to; must decline;
        respectfully decline; support this; support that; condone; condemn; copyrighted
        """
    ),
    act=entries(
        """
        provide; create; generate; write; answer; respond; discuss; complete; produce; offer; share; process; perform;
        give; make; recommend; predict; tell; express; translate; access; browse; open; execute; run; diagnose; search;
        have personal; real time; opinion*; summarize; summarise; analyze; analyse; review; explain; say; verify;
        determine; identify; advise; solve; the ability to; fetch; retrieve; visit; look up; remember; comment;
        compare; speculate; advice
        """
    ),
    persona=entries(
        """
        as an ai i; as an ai i'm; as an ai it; as an ai my; as an ai language*; as an ai model*; as an ai assistant*;
        as an ai developed*; as an ai trained*; as an ai created*; as an ai system*; as an ai text*; as an ai chat*;
        as a language model; as a large language model; as an artificial intelligence; as an assistant;
        as a responsible ai; i'm just an ai; i am just an ai; i'm an ai; i am an ai; i am a large language model;
        i'm a large language model; i'm only an ai; i'm a text based; i am a text based; as a text based;
        as a virtual assistant; as a chatbot; i'm a language model; i am a language model; my programming;
        as a helpful and harmless; as a digital assistant; as your ai assistant; as a machine learning model;
        i was created by; i am an artificial
        """
    ),
    give=entries(
        """
        please provide; please share; please paste; please upload; please attach; please send; please give me;
        could you provide; could you please; can you provide; can you please; can you share; could you share;
        you can paste; please enter; please include; please type; please insert; provide me with; if you could provide;
        i need you to provide; i need to see; i'll need the; i will need the; i'd need; i need the; i need more;
        just paste; would you mind sharing; if you provide; once you provide; once you share; go ahead and paste;
        go ahead and share; go ahead and send; which…would you like me to; what…would you like me to;
        waiting for you to; kindly provide; kindly share; feel free to share; feel free to paste; let me have
        """
    ),
    material=entries(
        """
        text; code; snippet*; article; content; document; sentence*; passage; paragraph*; email; e mail; message; file;
        function; script; input; question; problem; details; information; context; data; log; logs; query; statement;
        essay; error message; traceback; word; words; list; material; transcript; letter; what you'd like;
        what you would like; conversation; equation; source; instructions; task; poem; story; attachment*; link; regex;
        paste it; share it; send it; command; table; formula
        """
    ),
    missing=entries(
        """
        i don't see any; i do not see any; i don't see the; i do not see the; i don't see a*; i don't see your;
        i don't see anything; haven't provided; have not provided; didn't provide; did not provide; no text; no code;
        no image*; no content; no article; no document; no file; no input; was not provided; wasn't provided;
        were not provided; forgot to; did not include; didn't include; haven't included; have not included;
        haven't shared; have not shared; haven't pasted; is missing from your; seems to be missing;
        appears to be missing; not attached; no attachment*; didn't attach; did not attach; haven't attached;
        nothing attached; there is no image; there's no image; isn't an image; not see an image; there is no text;
        haven't given me; not provided any; haven't asked; message got cut off; message was cut off;
        your message seems to be incomplete; seems to be incomplete; no specific; hasn't been provided;
        has not been provided; isn't included; not included any; haven't uploaded; no screenshot; no picture; no photo
        """
    ),
    image=entries(
        """
        image; images; picture*; photo*; screenshot*; visual; visuals; chart*; diagram*; attachment*; screen; visually;
        graphic*; pictures
        """
    ),
    see=entries(
        """
        see; view; viewing; process; analyze; analyse; access; display; interpret; look at; open; perceive; directly;
        identify; describe; read; inspect; examine; visualize; seeing; processing; receive; capability; handle; visual;
        analyzing; interact with; recognize
        """
    ),
    idle=entries(
        """
        how can i assist you; how can i help you; how may i assist you; how may i help you; what can i help you with;
        what can i do for you; how can i help today; what would you like me to; how can i be of assistance;
        what can i assist you; i'm here to help; i'm ready to help; i am ready to assist; i'm ready to assist;
        i'm here to assist; i am here to assist; what do you want me to; what do you need help with;
        what would you like help with; i'm ready when you are; what's on your mind
        """
    ),
)
