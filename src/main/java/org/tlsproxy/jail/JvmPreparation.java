package org.tlsproxy.jail;

import java.time.ZoneId;
import java.util.Date;

/**
 * Makes the JVM open what it would want to open later, in the jail, where it cannot: each line stands for something that failed there when
 * it was tried for the first time inside.
 */
public final class JvmPreparation {

    private JvmPreparation() { }

    /** Opens them. */
    public static void run() {
        openEveryJar();
        useTimeZones();
        makeAStackTrace();
    }

    /** A search that fails has looked into every jar of the class path; they stay open. */
    private static void openEveryJar() {
        try {
            Class.forName("no.such.Class");
        } catch (ClassNotFoundException e) {
            // as meant: the search was the point
        }
    }

    private static void useTimeZones() {
        if (ZoneId.systemDefault().getRules() == null || new Date().toString().isEmpty()) {
            throw new IllegalStateException("this Java has no time zones");
        }
    }

    private static void makeAStackTrace() {
        java.io.StringWriter text = new java.io.StringWriter();
        new IllegalStateException("a stack trace").printStackTrace(new java.io.PrintWriter(text));
    }
}
