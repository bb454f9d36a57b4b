package org.tlsproxy.smtp;

/**
 * Who is connected, as a greylisting server wants to know it.
 *
 * @param address in text, {@code ::} if unknown
 * @param name    verified name, {@code unknown} if there is none
 */
public record Client(String address, String name) { }
