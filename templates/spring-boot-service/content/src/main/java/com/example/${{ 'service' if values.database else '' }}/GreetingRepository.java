package com.example.service;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores greetings in the table that V1__create_greeting.sql makes. */
@Repository
class GreetingRepository {

    private final JdbcClient jdbc;

    GreetingRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Greeting add(String name) {
        return jdbc.sql("INSERT INTO greeting (name) VALUES (:name) RETURNING id, name, created_at")
                .param("name", name)
                .query(Greeting.class)
                .single();
    }

    Optional<Greeting> find(long id) {
        return jdbc.sql("SELECT id, name, created_at FROM greeting WHERE id = :id")
                .param("id", id)
                .query(Greeting.class)
                .optional();
    }

    List<Greeting> latest(int limit) {
        return jdbc.sql("SELECT id, name, created_at FROM greeting ORDER BY id DESC LIMIT :limit")
                .param("limit", limit)
                .query(Greeting.class)
                .list();
    }
}
