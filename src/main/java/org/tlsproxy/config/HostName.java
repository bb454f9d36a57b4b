package org.tlsproxy.config;

import org.tlsproxy.log.Logger;

/** The form of a host name as Postfix accepts it for myhostname and mydomain; says in a warning why a name is refused. */
final class HostName {

    private static final int MAXIMUM_LENGTH = 255;
    private static final int MAXIMUM_LABEL = 63;
    private static final int QUOTED_IN_WARNING = 100;

    private HostName() { }

    static boolean isValid(String name, Logger logger) {
        if (name.isEmpty() || name.length() > MAXIMUM_LENGTH) {
            String cut = name.length() > QUOTED_IN_WARNING ? "..." : "";
            logger.warn("valid_hostname: bad length " + name.length() + " for " + quoted(name) + cut);
            return false;
        }
        String fault = fault(name);
        if (!fault.isEmpty()) {
            logger.warn("valid_hostname: " + fault + ": " + quoted(name));
        }
        return fault.isEmpty();
    }

    private static String fault(String name) {
        int label = 0;
        boolean numeric = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Expander.isLetterOrDigit(c) || c == '_') {
                label++;
                numeric &= CNumber.isDigit(c);
                if (label > MAXIMUM_LABEL) {
                    return "hostname label too long";
                }
            } else if (c == '.') {
                if (label == 0 || i == name.length() - 1) {
                    return "misplaced delimiter";
                }
                label = 0;
            } else if (c == '-') {
                label++;
                numeric = false;
                if (label == 1 || i == name.length() - 1 || name.charAt(i + 1) == '.') {
                    return "misplaced hyphen";
                }
            } else {
                return "invalid character " + (int) c + "(decimal)";
            }
        }
        return numeric ? "numeric hostname" : "";
    }

    private static String quoted(String name) {
        return name.length() > QUOTED_IN_WARNING ? name.substring(0, QUOTED_IN_WARNING) : name;
    }
}
