package com.example.service;

import org.junit.jupiter.api.Test;

class GreetingControllerTest extends ServiceTest {

    @Test
    void greetsWhoIsNamed() {
        client.get()
                .uri("/${{ values.name }}/greetings?name=Ada")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.message")
                .isEqualTo("Hello, Ada!");
    }

    @Test
    void refusesABlankName() {
        client.get().uri("/${{ values.name }}/greetings?name= ").exchange().expectStatus().isBadRequest();
    }
}
