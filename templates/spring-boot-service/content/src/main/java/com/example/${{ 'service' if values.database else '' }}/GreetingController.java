package com.example.service;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An example to replace, below the path that the load balancer sends here: stores greetings and reads them back. */
@RestController
@RequestMapping("/${{ values.name }}/greetings")
class GreetingController {

    record NewGreeting(@NotBlank @Size(max = 100) String name) {}

    private static final Logger LOG = LoggerFactory.getLogger(GreetingController.class);

    private final GreetingRepository greetings;

    GreetingController(GreetingRepository greetings) {
        this.greetings = greetings;
    }

    @PostMapping
    ResponseEntity<Greeting> add(@Valid @RequestBody NewGreeting greeting) {
        Greeting added = greetings.add(greeting.name());
        return ResponseEntity.created(URI.create("/${{ values.name }}/greetings/" + added.id())).body(added);
    }

    @GetMapping("/{id}")
    ResponseEntity<Greeting> find(@PathVariable long id) {
        return ResponseEntity.of(greetings.find(id));
    }

    @GetMapping
    List<Greeting> latest(@RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
        List<Greeting> latest = greetings.latest(limit);
        LOG.info("Read {} greetings", latest.size());
        return latest;
    }
}
