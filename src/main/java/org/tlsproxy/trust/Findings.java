package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.List;

/** What verification finds, one after the other; of the errors, Postfix keeps the first of those nearest the leaf. */
final class Findings {

    private final List<Verdict.Step> steps = new ArrayList<>();
    private final boolean namesYield;
    private int error = VerifyError.OK;
    private int depth = -1;

    /** @param namesYield whether any other error is worth more than a host name that does not match (Postfix 3.10) */
    Findings(boolean namesYield) {
        this.namesYield = namesYield;
    }

    void error(int at, int code) {
        steps.add(new Verdict.Step(at, code));
        boolean nearer = error == VerifyError.OK || at < depth;
        boolean replaces = namesYield && error == VerifyError.HOSTNAME_MISMATCH;
        boolean yields = namesYield && code == VerifyError.HOSTNAME_MISMATCH && error != VerifyError.OK;
        if ((nearer || replaces) && !yields) {
            error = code;
            depth = at;
        }
    }

    void unless(boolean good, int at, int code) {
        if (!good) {
            error(at, code);
        }
    }

    void fine(int at) {
        steps.add(new Verdict.Step(at, VerifyError.OK));
    }

    int error() {
        return error;
    }

    int depth() {
        return depth;
    }

    List<Verdict.Step> steps() {
        return List.copyOf(steps);
    }
}
