package org.tlsproxy.jail;

import java.security.GeneralSecurityException;
import java.time.ZoneId;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;

/**
 * Makes the JVM open what it would want to open later, in the jail, where it cannot: each line stands for something that failed there when
 * it was tried for the first time inside.
 */
public final class JvmPreparation {

    private final CompletableFuture<Void> done = CompletableFuture.runAsync(JvmPreparation::run, work -> new Thread(work).start());

    private JvmPreparation() { }

    /** Begins to open them, in a thread of its own: a start has other things to do. */
    public static JvmPreparation begin() {
        return new JvmPreparation();
    }

    /** Waits until they are open. @throws java.util.concurrent.CompletionException if that failed */
    public void finish() {
        done.join();
    }

    /** Opens them. What takes longest comes first: others will soon need it, too. */
    public static void run() {
        loadTheProviders();
        openEveryJar();
        useTimeZones();
        makeAStackTrace();
    }

    /** Which ciphers a Java may use stands in files. */
    private static void loadTheProviders() {
        try {
            Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
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
