package org.tlsproxy.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The signature schemes that both sides know.
 *
 * @param all most preferred first, in the client's order unless the server's is to be preferred
 */
record SharedSchemes(List<Scheme> all) {

    static SharedSchemes of(int[] offered, ServerProfile.Options options) {
        List<Scheme> shared = new ArrayList<>();
        if (options.preferServerOrder()) {
            for (Scheme scheme : Scheme.ALL) {
                if (ClientHelloFacts.has(offered, scheme.id())) {
                    add(scheme, options, shared);
                }
            }
        } else {
            for (int id : offered) {
                for (Scheme scheme : Scheme.ALL) {
                    if (scheme.id() == id) {
                        add(scheme, options, shared);
                    }
                }
            }
        }
        return new SharedSchemes(shared);
    }

    private static void add(Scheme scheme, ServerProfile.Options options, List<Scheme> shared) {
        if (scheme.allowedAt(options.securityLevel())) {
            shared.add(scheme);
        }
    }

    /** True if some key of this slot could sign. */
    boolean haveOneFor(KeyChain.Algorithm slot) {
        for (Scheme scheme : all) {
            if (scheme.key() == slot) {
                return true;
            }
        }
        return false;
    }
}
