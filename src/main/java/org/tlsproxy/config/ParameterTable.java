package org.tlsproxy.config;

import java.util.ArrayList;
import java.util.List;

/** Every parameter of main.cf that tlsproxy knows: the one place that the reader, the checks and the manual page go by. */
public final class ParameterTable {

    /** The order in which Postfix fetches the service's own parameters (seen by spoiling one after the other, 3.7.11). */
    private static final ParameterType[] FETCH_ORDER = {ParameterType.NUMBER, ParameterType.INHERITED_NUMBER, ParameterType.TEXT,
        ParameterType.RAW, ParameterType.FLAG, ParameterType.INHERITED_FLAG, ParameterType.TIME};

    private ParameterTable() { }

    /** The rows of one chapter. */
    public static List<Parameter> of(ParameterRole role) {
        return switch (role) {
            case GLOBAL -> GlobalParameters.ROWS;
            case SERVER -> ServerParameters.ROWS;
            case CLIENT -> ClientParameters.ROWS;
            case PROCESS -> ProcessParameters.ROWS;
            case MAIL -> MailParameters.ROWS;
            case INHERITED -> InheritedParameters.ROWS;
        };
    }

    /**
     * All rows in the order in which their values are fetched. It matters: {@code $name} sees a default only once it has been
     * fetched, and the first bad value is the one that is reported.
     */
    public static List<Parameter> inFetchOrder() {
        List<Parameter> all = new ArrayList<>(170);
        all.addAll(MailParameters.ROWS);
        for (ParameterType type : FETCH_ORDER) {
            addOfType(all, type, InheritedParameters.ROWS);
            addOfType(all, type, ServerParameters.ROWS);
            addOfType(all, type, ClientParameters.ROWS);
            addOfType(all, type, ProcessParameters.ROWS);
        }
        all.addAll(GlobalParameters.ROWS);
        return all;
    }

    private static void addOfType(List<Parameter> all, ParameterType type, List<Parameter> rows) {
        for (Parameter row : rows) {
            if (row.type() == type) {
                all.add(row);
            }
        }
    }
}
