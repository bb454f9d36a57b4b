package org.tlsproxy.smtpd;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment that this process was given. The script that starts the JVM needs some variables to be otherwise; what they were is in
 * variables with a prefix, which nobody else is to see.
 */
final class Environment {

    private static final String SAVED = "TLSPROXY_SAVED_";

    private Environment() { }

    static Map<String, String> inherited() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove("LC_ALL");
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            if (variable.getKey().startsWith(SAVED)) {
                environment.remove(variable.getKey());
                environment.put(variable.getKey().substring(SAVED.length()), variable.getValue());
            }
        }
        return environment;
    }
}
