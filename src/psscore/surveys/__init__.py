"""Questionnaire surveys: responses read and counted, rates with their uncertainty, sample sizes, questionnaires."""
