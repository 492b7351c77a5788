package com.example.service;

import java.time.Instant;

/** A greeting that was stored; the database gives the id and the time. */
record Greeting(long id, String name, Instant createdAt) {}
