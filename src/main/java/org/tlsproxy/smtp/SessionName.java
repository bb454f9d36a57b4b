package org.tlsproxy.smtp;

/** What a session is called in replies and logs, from the environment variable LOG_ID. */
public final class SessionName {

    private static final int MOST = 67;
    private static final int KEPT = 64;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int RANDOM_LENGTH = 16;

    private SessionName() { }

    /** As it may stand in a reply: shortened, and without what could break a line. */
    public static String of(String given) {
        String name = given.length() > MOST ? given.substring(0, KEPT) + "..." : given;
        StringBuilder safe = new StringBuilder(name);
        for (int i = 0; i < safe.length(); i++) {
            if (safe.charAt(i) <= ' ' || safe.charAt(i) > '~') {
                safe.setCharAt(i, '_');
            }
        }
        return safe.toString();
    }

    /** A new one. @param random at least 16 random bytes */
    public static String random(byte[] random) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            name.append(LETTERS.charAt((random[i] & 0xff) % LETTERS.length()));
        }
        return name.toString();
    }
}
