"""What must not leave the user's network: found, shown without a character of it, and blocked or masked. PURE.

The detectors of the detect-secrets project are no part of this room (they are a dependency); they stand behind
``engine.ports.SecretScanner`` and their findings join those made here.
"""
