package org.tlsproxy.maps;

/** Does something after a while, in the same thread. */
@FunctionalInterface
public interface Later {
    void in(int millis, Runnable work);
}
